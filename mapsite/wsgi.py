import os

from django.core.wsgi import get_wsgi_application

from mapsite.bundles import require_bundles

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mapsite.settings")
application = get_wsgi_application()
require_bundles()
