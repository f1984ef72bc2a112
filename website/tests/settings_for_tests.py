"""Settings of the tests: a database in memory, letters kept in a list, quick password hashes, no manifest."""

import os
import tempfile
from pathlib import Path

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # a browser driven from a test keeps a loop running
os.environ["EVENHAND_DATA"] = tempfile.mkdtemp(prefix="evenhand-site-")

from evenhand_site.settings import *  # noqa: F403

DATA = Path(os.environ["EVENHAND_DATA"])
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["*"]
SECRET_KEY = "of the tests, as long as one should be: 0123456789 0123456789 0123456789"
AXES_ENABLED = THROTTLE = False

if not os.environ.get("DATABASE_URL"):
    DATABASES["default"]["NAME"] = Path(tempfile.mkdtemp(prefix="evenhand-test-")) / "test.sqlite3"  # noqa: F405
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
