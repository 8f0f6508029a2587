from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """What every template may say of the site."""
    return {"site_name": settings.SITE_NAME, "site_owner": settings.SITE_OWNER, "version": settings.VERSION}
