"""The production settings start with a complete environment, pass Django's deployment checks, and need every variable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
COMPLETE = {
    "SECRET_KEY": "9f2c-an-example-key-that-is-long-enough-for-a-check-0b7e41",
    "ALLOWED_HOSTS": "learn.example.org",
    "BASE_URL": "https://learn.example.org",
    "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
    "MEDIA_ROOT": "/tmp/never-written",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "TRUSTED_PROXIES": "1",
    "DJANGO_SETTINGS_MODULE": "cms.settings.base",
}


def run(*arguments: str, **changes: str) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = {**kept, **COMPLETE, **changes}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if value},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_deployment_checks_are_silent():
    done = run("-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "System check identified no issues (0 silenced).\n"


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL", "MEDIA_ROOT", "EMAIL_URL"]
)
def test_production_does_not_start_without(name):
    done = run("-c", "import cms.settings.base", **{name: ""})
    assert done.returncode == 1
    assert f"{name} is not set. It is required; see the table of settings in README.md." in done.stderr


@pytest.mark.parametrize(
    ("proxies", "expected"), [("0", "None 0"), ("2", "('HTTP_X_FORWARDED_PROTO', 'https') 2")]
)
def test_headers_of_proxies_are_believed_only_behind_proxies(proxies, expected):
    code = (
        "from cms.settings import base as s; print(s.SECURE_PROXY_SSL_HEADER, s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    )
    assert run("-c", code, TRUSTED_PROXIES=proxies).stdout.strip() == expected
