from django.conf import settings
from django.http import HttpRequest

from mapsite.brand import brand_url, logo_url


def site(request: HttpRequest) -> dict[str, str | bool]:
    """What every template may say of the site."""
    return {
        "site_name": settings.SITE_NAME,
        "site_owner": settings.SITE_OWNER,
        "site_logo": logo_url(),
        "brand_url": brand_url(),
        "version": settings.VERSION,
        "sends_email": settings.SENDS_EMAIL,
    }
