"""Settings of the tests: a database in memory, letters kept in a list, quick password hashes, no manifest."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

PLACE = Path(tempfile.mkdtemp(prefix="evenhand-site-"))
atexit.register(shutil.rmtree, PLACE, ignore_errors=True)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # a browser driven from a test keeps a loop running
os.environ["EVENHAND_DATA"] = str(PLACE)

# Settings are read here, once their folder is known, and all of them are taken over: that is how Django's are built on.
from evenhand_site.settings import *  # noqa: E402, F403

DATA = PLACE
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
    DATABASES["default"]["NAME"] = PLACE / "test.sqlite3"  # noqa: F405
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
