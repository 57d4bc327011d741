"""Every setting from the environment is used when it is right and refused with a sentence when it is wrong."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms import environment

KEY = "an-example-of-a-key-" * 3


def set_to(monkeypatch, name: str, value: str | None) -> None:
    if value is None:
        monkeypatch.delenv(name, raising=False)
    else:
        monkeypatch.setenv(name, value)


WRONG = [
    ("SECRET_KEY", environment.secret_key, [None, "", "short", "a" * 60]),
    ("ALLOWED_HOSTS", environment.hosts, [None, "", " , ", "*", "learn.example.org,*"]),
    (
        "BASE_URL",
        lambda: environment.base_url(hosts=["learn.example.org"]),
        [None, "", "learn.example.org", "ftp://learn.example.org", "https://", "https://learn.example.org/path",
         "https://learn.example.org?x=1", "https://[", "https://learn.example.org:port", "https://other.example.org"],
    ),
    (
        "DATABASE_URL",
        environment.database,
        [None, "", "nonsense", "sqlite://", "mysql://u:p@host/name", "oracle://u:p@host/name", "postgres://host:port/name"],
    ),
    (
        "DATABASE_POOL",
        lambda: environment.number("DATABASE_POOL", 8, low=1, high=200),
        ["0", "-1", "many", "1e3", "²", "201"],
    ),
    ("TRUSTED_PROXIES", lambda: environment.number("TRUSTED_PROXIES", 0, low=0, high=5), ["6", "yes", "-1"]),
    ("DEBUG", lambda: environment.flag("DEBUG", default=False), ["maybe", "2", "yes please"]),
    ("MEDIA_ROOT", lambda: environment.text("MEDIA_ROOT"), [None, ""]),
    ("CACHE_URL", environment.cache, [None, "", "nonsense", "carrier-pigeon://x"]),
    (
        "EMAIL_URL",
        environment.mailer,
        [None, "", "nonsense", "smtp://", "smtp+tls://host:port", "pop3://host", "file://", "https://["],
    ),
    (
        "DEFAULT_FROM_EMAIL",
        lambda: environment.sender("Trellis <hello@localhost>"),
        ["nobody", "Trellis <>", "a@b\r\nBcc: c@d", "Trellis <hello@>", "@example.org"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "read", "value"),
    [
        pytest.param(name, read, value, id=f"{name}={value!r}")
        for name, read, values in WRONG
        for value in values
    ],
)
def test_a_wrong_or_missing_setting_is_refused_with_a_sentence(monkeypatch, name, read, value):
    set_to(monkeypatch, name, value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        read()
    sentence = str(refusal.value)
    assert name in sentence
    assert sentence.endswith((".", "'s."))


def option(name: str):
    return environment.database()["OPTIONS"][name]


CACHES = "django.core.cache.backends."
RIGHT = [
    ("SECRET_KEY", KEY, environment.secret_key, KEY),
    ("ALLOWED_HOSTS", "learn.example.org, www.example.org", environment.hosts, ["learn.example.org", "www.example.org"]),
    ("BASE_URL", "https://a.example.org/", lambda: environment.base_url(hosts=[".example.org"]), "https://a.example.org"),
    ("DEBUG", "off", lambda: environment.flag("DEBUG", default=True), False),
    ("DEBUG", "", lambda: environment.flag("DEBUG", default=True), True),
    ("DATABASE_POOL", None, lambda: environment.number("DATABASE_POOL", 8, low=1, high=200), 8),
    ("CACHE_URL", "redis://localhost:6379/1", lambda: environment.cache()["BACKEND"], CACHES + "redis.RedisCache"),
    ("CACHE_URL", "dbcache://cache", lambda: environment.cache()["BACKEND"], CACHES + "db.DatabaseCache"),
    ("DATABASE_URL", "sqlite:////srv/trellis.sqlite3", lambda: option("transaction_mode"), "IMMEDIATE"),
    ("DATABASE_URL", "postgres://u:p@host:5433/name", lambda: option("pool"), {"min_size": 1, "max_size": 8}),
    ("DATABASE_URL", "postgres://u:p@host:5433/name", lambda: option("options"), "-c jit=off"),
    ("DATABASE_URL", "postgres://u:p@host/name?options=", lambda: environment.database()["OPTIONS"].get("options"), None),
    ("DATABASE_URL", "postgres://u:p@host/name?options=-c%20jit=on", lambda: option("options"), "-c jit=on"),
    ("EMAIL_URL", "console:", environment.mailer, {"BACKEND": "django.core.mail.backends.console.EmailBackend"}),
    (
        "EMAIL_URL",
        "smtp+tls://user:p%40ss@mail.example.org",
        lambda: environment.mailer()["OPTIONS"],
        {"host": "mail.example.org", "port": 587, "timeout": 20, "use_tls": True, "username": "user", "password": "p@ss"},
    ),
    ("DEFAULT_FROM_EMAIL", "Trellis <hello@example.org>", lambda: environment.sender("x"), "Trellis <hello@example.org>"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "read", "expected"), RIGHT)
def test_a_right_setting_is_used(monkeypatch, name, value, read, expected):
    monkeypatch.delenv("DATABASE_POOL", raising=False)
    set_to(monkeypatch, name, value)
    assert read() == expected
