"""Test settings: development's, with quick hashing, mail kept in memory and a database file that is reused."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("EMAIL_URL", "console:")
os.environ["DEBUG"] = "0"

from .dev import *  # noqa: E402

_var = ROOT / "var"
MEDIA_ROOT = Path(tempfile.gettempdir()) / f"trellis-test-media-{os.getpid()}"
STORAGES["private"]["OPTIONS"] = {
    "location": str(Path(tempfile.gettempdir()) / f"trellis-test-private-{os.getpid()}"),
    "base_url": None,
}
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = _var / "test-static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS["default"]["BACKEND"] = "tests.indexes.WhenLookedAt"
ACCOUNT_RATE_LIMITS = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, so that --reuse-db saves the half minute of Wagtail's migrations and threads share one database.
    DATABASES["default"]["TEST"] = {"NAME": str(_var / "test.sqlite3")}
