import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from mapsite.bundles import require_bundles

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mapsite.settings")
application = get_wsgi_application()
require_bundles()

# What is loaded stays: without this each full collection of garbage walks through all of it, a tenth of a
# second in the middle of some request. Rows go by their reference counts, so collections may be far between.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
