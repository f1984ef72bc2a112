"""How a site runs: everything that a deployment may change is read from the environment, nothing secret stands here.

=======================  ==========================================================================================
variable                 meaning, default
=======================  ==========================================================================================
EVENHAND_DATA            folder of the database, uploads, secret key and logs; ``evenhand-site`` where the site starts
DATABASE_URL             ``postgres://user:password@host/name``; SQLite in the data folder
EVENHAND_BASE_URL        the address that readers type, without a final slash; ``http://127.0.0.1:8000``
EVENHAND_HOSTS           further host names that are answered, separated by commas
EVENHAND_MAIL_URL        ``smtp://user:password@host:587?tls=1`` (``smtps://`` for TLS from the start); without it,
                         letters become files (``.eml``) in ``mail/`` of the data folder
EVENHAND_MAIL_FROM       sender of letters; ``network@localhost``
EVENHAND_MAIL_RATE       letters of the newsletter that are sent in a minute; 120
EVENHAND_BOUNCES_TO      mailbox for letters that come back, whose server knows ``name+anything@…``; the sender
EVENHAND_TWO_FACTOR      ``required`` or ``offered`` to editors; required where the address is https
EVENHAND_THROTTLE        ``on``; ``off`` where something in front of the site keeps visitors from asking too often
EVENHAND_PROXIES         how many trusted proxies stand in front (for the visitor's address); 0
=======================  ==========================================================================================
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote

from django.utils.translation import gettext_lazy as _

from evenhand_site.keeping import logs
from evenhand_site.keeping.headers import FOR_READERS
from evenhand_site.settings import environment, secret

HERE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("EVENHAND_DATA") or "evenhand-site").resolve()
_base = environment.address("EVENHAND_BASE_URL", "http://127.0.0.1:8000", "http", "https")
BASE_URL = _base.geturl().rstrip("/")
HTTPS = _base.scheme == "https"
TRUSTED_PROXIES = environment.number("EVENHAND_PROXIES", 0)

DEBUG = False
SECRET_KEY = secret.read(DATA)
ALLOWED_HOSTS = [
    name
    for name in (
        _base.hostname,
        "localhost",
        "127.0.0.1",
        *environment.hosts("EVENHAND_HOSTS"),
    )
    if name
]

INSTALLED_APPS = [
    # the site, an app per subject
    "evenhand_site.house",
    "evenhand_site.people",
    "evenhand_site.publications",
    "evenhand_site.podcasts",
    "evenhand_site.events",
    "evenhand_site.academy",
    "evenhand_site.taskforces",
    "evenhand_site.citing",
    "evenhand_site.discovery",
    "evenhand_site.submissions",
    "evenhand_site.comments",
    "evenhand_site.newsletter",
    "evenhand_site.cases",
    "evenhand_site.moving",
    "evenhand_site.keeping",
    "evenhand_site.example",
    # what it stands on
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.locales",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "evenhand_site.keeping.logs.each_request",
    "evenhand_site.keeping.headers.each_response",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "evenhand_site.keeping.signs.without_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "evenhand_site.keeping.bodies.RefuseOversize",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "evenhand_site.keeping.two_factor.second_factor_for_editors",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "evenhand_site.discovery.old_feeds.asked_in_the_query",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "evenhand_site.urls"
WSGI_APPLICATION = "evenhand_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
            "builtins": ["evenhand_site.house.templatetags.house", "wagtail.templatetags.wagtailcore_tags"],
        },
    },
]

# --- Database. SQLite stands many writers by waiting its turn at the start of a transaction, not in its middle.

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
}
_in_data = {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA / "network.sqlite3", "CONN_MAX_AGE": 600}
DATABASES = {"default": environment.database("DATABASE_URL") or _in_data}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = dict(SQLITE_OPTIONS)

#: Parts of pages, in the memory of each process; what counts is said by the generation (see `keeping.generation`).
#: Reports of studies, on disk for all processes: what is missing there is made again (see `cases.rendering`).
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 8000}},
    "rendered": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "rendered",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 3000},
    },
}

# --- Languages

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("uk", _("Ukrainian"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False
LOCALE_PATHS = [HERE / "locale"]
FORMAT_MODULE_PATH = "evenhand_site.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "json",
    "md",
    "odt",
    "pdf",
    "pptx",
    "rtf",
    "txt",
    "xlsx",
    "yaml",
    "zip",
    "mp3",
    "m4a",
]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "evenhand_site.keeping.uploads.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 200 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "evenhand_site.keeping.uploads.ImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- Wagtail

WAGTAIL_SITE_NAME = "Evenhand network"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "evenhand_site.keeping.desk_search", "ATOMIC_REBUILD": True}}
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "evenhand_site.submissions.finishing.finish"
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "studies": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["studies"]},
}

# --- Accounts: editors and members sign in; nobody signs up by themselves

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/account/"
PASSWORD_RESET_TIMEOUT = 7 * 86_400
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # /account/ has both
TWO_FACTOR = environment.choice("EVENHAND_TWO_FACTOR", "required" if HTTPS else "offered", "required", "offered")
ACCOUNT_ADAPTER = "evenhand_site.keeping.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # nobody signs up; a changed address is confirmed all the same
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,30/5m/key"}  # guessing from many addresses at once; axes stops the rest
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ALLOW_UNVERIFIED_EMAIL = True  # invited by letter: the address is right
MFA_TOTP_ISSUER = WAGTAIL_SITE_NAME
MFA_TOTP_TOLERANCE = 1
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # nobody can lock an editor out from elsewhere
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_USERNAME_CALLABLE = "evenhand_site.keeping.accounts.username_of"
AXES_CLIENT_IP_CALLABLE = "evenhand_site.keeping.visitor.network"
AXES_LOCKOUT_CALLABLE = "evenhand_site.keeping.accounts.locked_out"

# --- Letters

_mail = environment.address("EVENHAND_MAIL_URL", "", "smtp", "smtps", asks={"tls": ("0", "1")})
if _mail:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname, _mail.port or (465 if _mail.scheme == "smtps" else 25)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL and parse_qs(_mail.query).get("tls") == ["1"]
    EMAIL_TIMEOUT = 30
else:
    EMAIL_BACKEND = "evenhand_site.keeping.letters.AsFiles"
    EMAIL_FILE_PATH = DATA / "mail"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.mailbox("EVENHAND_MAIL_FROM", "network@localhost")
NEWSLETTER_PER_MINUTE = environment.number("EVENHAND_MAIL_RATE", 120, least=1)
NEWSLETTER_BOUNCES_TO = environment.mailbox("EVENHAND_BOUNCES_TO", bare=True)

# --- Safety

SESSION_COOKIE_AGE = 14 * 86_400
if HTTPS:  # a cookie of this name is believed only from this very host (RFC 6265bis, 4.1.3.2)
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {"EXCLUDE_URL_PREFIXES": ["/admin/"], "DIRECTIVES": FOR_READERS}
THROTTLE = environment.choice("EVENHAND_THROTTLE", "on", "on", "off") == "on"
LOGGING = logs.LOGGING
SILENCED_SYSTEM_CHECKS: list[str] = []
