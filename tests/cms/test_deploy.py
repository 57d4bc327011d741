"""The production settings start with a complete environment, pass Django's deployment checks, and need every variable."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

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


def test_containers_set_what_the_settings_need_and_copy_what_the_site_is_made_of():
    composed = yaml.safe_load((ROOT / "compose.yaml").read_text())
    image = (ROOT / "Dockerfile").read_text()
    given = set(composed["services"]["web"]["environment"]) | set(re.findall(r"(\w+_ROOT)=/srv", image))
    assert {*COMPLETE, "CACHE_URL"} - {"DJANGO_SETTINGS_MODULE"} <= given
    copied = set(re.findall(r"^COPY (?:manage.py )?(\S+)", image, re.MULTILINE))
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert copied - {"--from=build"} == kept - {"manage.py"}
    assert all((ROOT / name).exists() for name in kept)
