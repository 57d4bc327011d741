"""Production settings, read from the environment. dev and test only loosen them."""

import zoneinfo
from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from cms import environment

from .people import *

ROOT = Path(__file__).resolve().parent.parent.parent

# Where we are
SECRET_KEY = environment.secret_key()
DEBUG = environment.flag("DEBUG", default=False)
ALLOWED_HOSTS = environment.hosts()
BASE_URL = environment.base_url(hosts=ALLOWED_HOSTS)
WAGTAILADMIN_BASE_URL = BASE_URL
CSRF_TRUSTED_ORIGINS = [BASE_URL]
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

INSTALLED_APPS = [
    "mentorship",
    "learning",
    "cms",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.editing.users.MembersInAdmin",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "cms.middleware.admin_policy.admin_policy",
    "cms.middleware.headers.more_headers",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "cms.middleware.input_guard.InputGuard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cms.middleware.wrong_method.wrong_method",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.context.frame",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Data
DATABASES = {"default": environment.database()}
CACHES = {"default": environment.cache("locmem://")}
MEDIA_ROOT = Path(environment.text("MEDIA_ROOT"))
MEDIA_URL = "/media/"
STATIC_ROOT = Path(environment.text("STATIC_ROOT", str(ROOT / "var" / "static")))
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cms.storage.BundledStaticFilesStorage"},
    # Files that no web server hands out, only a view that asks who is there: never below MEDIA_ROOT.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": environment.text("PRIVATE_ROOT", str(ROOT / "var" / "private")),
            "base_url": None,
        },
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Mail and work that can wait. A task is only a wake-up; `manage.py tick` sweeps what a dead worker left.
MAILERS = {"default": environment.mailer()}
DEFAULT_FROM_EMAIL = environment.sender("Trellis <hello@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
TASKS = {
    # Wagtail's own tasks use "default": search and references are up to date when a page is saved.
    "default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]},
}

# Languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("fr", _("French"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = USE_I18N = True
LOCALE_PATHS = [ROOT / "cms" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"
URLIZE_ASSUME_HTTPS = True

# Wagtail
WAGTAIL_SITE_NAME = "Trellis"
WAGTAILIMAGES_IMAGE_MODEL = "cms.SiteImage"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "ipynb", "md", "mp4", "odp", "ods", "odt", "pdf", "py", "txt", "webm", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = []  # every document is an attachment
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# Places people live in; browsers do not know every alias of the zone database.
WAGTAIL_USER_TIME_ZONES = sorted(
    name
    for name in zoneinfo.available_timezones()
    if name == "UTC"
    or name.split("/")[0]
    in {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search"}}  # words only, whatever was typed
# A translation begins as a draft: only a moderator publishes. The stand-in stays live until then.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
TAGGIT_CASE_INSENSITIVE = True

# Headers
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
# Wagtail's editor needs inline styles and scripts (measured; see docs/decisions.md). Only under /admin/.
ADMIN_CSP = {
    **SECURE_CSP,
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
# Uploaded files, wherever they are served: a drawing or a page among them may show, but run nothing.
MEDIA_CSP = {"default-src": [CSP.NONE], "style-src": [CSP.UNSAFE_INLINE], "sandbox": True}
PERMISSIONS_POLICY = {
    **{feature: [] for feature in ("camera", "microphone", "payment", "usb", "autoplay")},
    "geolocation": "self",  # a button of the directory asks for it; what it says goes into a field, rounded
}
SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked over plain HTTP, from beside us
# Headers of proxies are believed only when there are proxies: anybody can send them.
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", 0, low=0, high=5)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"  # previews in the admin say SAMEORIGIN for themselves

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.tasks": {"level": "WARNING"},
        # Scanners ask for hosts that are not ours all day; they get a 400 page.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
