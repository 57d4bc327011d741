"""Development settings: production's, with everything that needs a secret or a server given a local stand-in."""

import os
from pathlib import Path

_var = Path(__file__).resolve().parent.parent.parent / "var"
_var.mkdir(exist_ok=True)
for _name, _value in {
    "SECRET_KEY": "development-only-" + "not-a-secret-" * 4,
    "DEBUG": "1",
    "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
    "BASE_URL": "http://127.0.0.1:8000",
    "DATABASE_URL": f"sqlite:///{_var / 'trellis.sqlite3'}",
    "MEDIA_ROOT": str(_var / "media"),
    "EMAIL_URL": f"file://{_var / 'mail'}?echo",
    "SECURE_SSL_REDIRECT": "0",
}.items():
    os.environ.setdefault(_name, _value)

from .base import *  # noqa: E402

# There is no worker beside the development server: work is done at once.
TASKS = {
    alias: {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
    for alias in ("default", "background")
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": STORAGES["private"],
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "session"
CSRF_COOKIE_NAME = "csrf"
SECURE_HSTS_SECONDS = 0
WHITENOISE_AUTOREFRESH = True

DEMO_ALLOWED = True

# Wagtail tells of every page it saves; its audit log keeps that.
LOGGING["loggers"]["wagtail"] = {"level": "WARNING"}
