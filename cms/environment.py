"""Reads the process environment for the settings, and refuses with a sentence what it cannot use."""

import os
from email.utils import parseaddr
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

_env = environ.Env()

SQLITE_OPTIONS = {
    # Write locks are taken at the start of a transaction and waited for, so two writers queue instead of failing.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-20000;",
}

POSTGRESQL_OPTIONS = {
    # A search joins many small tables: compiling its plan takes a second, running it a millisecond.
    "options": "-c jit=off",
}

MAIL_SCHEMES = {
    "smtp": {},
    "smtp+tls": {"use_tls": True},
    "smtp+ssl": {"use_ssl": True},
}


def text(name: str, default: str | None = None) -> str:
    """The variable as text. Raises ImproperlyConfigured when it is missing and has no default."""
    value = os.environ.get(name, default)
    if value is None or (value == "" and default is None):
        raise ImproperlyConfigured(
            f"{name} is not set. It is required; see the table of settings in README.md."
        )
    return value


def flag(name: str, *, default: bool) -> bool:
    """The variable as yes or no. Raises ImproperlyConfigured on any other word."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no. Use 1 or 0.")


def number(name: str, default: int, *, low: int, high: int) -> int:
    """The variable as a whole number from low to high, both included."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number from {low} to {high}.")
    return int(value)


def words(name: str, default: str | None = None) -> list[str]:
    """The variable as a list split at commas, without empty entries."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def secret_key() -> str:
    """SECRET_KEY, at least 50 characters long and not of a few letters only, so that signatures hold."""
    value = text("SECRET_KEY")
    if len(value) < 50 or len(set(value)) < 5:
        raise ImproperlyConfigured("SECRET_KEY is shorter than 50 characters. Make a longer random one.")
    return value


def hosts() -> list[str]:
    """ALLOWED_HOSTS, the names this site answers to. Raises ImproperlyConfigured when none is named, or any at all."""
    value = words("ALLOWED_HOSTS")
    if not value or "*" in value:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS must name the hosts of this site, such as learn.example.org; * would trust anybody's."
        )
    return value


def _address(name: str, value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - a port that is no number is noticed when it is asked for
    except ValueError as problem:
        raise ImproperlyConfigured(f"{name} cannot be read: {problem}.") from problem
    return parts


def base_url(default: str | None = None, *, hosts: list[str]) -> str:
    """BASE_URL as scheme and host, without a trailing slash: it starts every link in a mail. Its host is one of ours."""
    value = text("BASE_URL", default).rstrip("/")
    parts = _address("BASE_URL", value)
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.path
        or parts.query
        or parts.fragment
    ):
        raise ImproperlyConfigured(f"BASE_URL={value!r} is not an address like https://learn.example.org.")
    if not any(
        parts.hostname == host or (host[0] == "." and f".{parts.hostname}".endswith(host)) for host in hosts
    ):
        raise ImproperlyConfigured(f"The host of BASE_URL, {parts.hostname}, is not among ALLOWED_HOSTS.")
    return value


def sender(default: str) -> str:
    """DEFAULT_FROM_EMAIL as one address, with or without a name before it."""
    value = text("DEFAULT_FROM_EMAIL", default)
    address = parseaddr(value)[1]
    if not value.isprintable() or "@" not in address or address.startswith("@") or address.endswith("@"):
        raise ImproperlyConfigured(
            f"DEFAULT_FROM_EMAIL={value!r} is not a sender like Trellis <hello@example.org>."
        )
    return value


def database() -> dict:
    """DATABASE_URL as a Django database: postgres://… or sqlite:///…, tuned for many people at once."""
    value = text("DATABASE_URL")
    if not value.startswith(("postgres://", "postgresql://", "sqlite://")):
        raise ImproperlyConfigured("DATABASE_URL must start with postgres:// or sqlite:///.")
    try:
        config = _env.db_url_config(value)
    except (ValueError, KeyError, environ.ImproperlyConfigured) as problem:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {problem}.") from problem
    engine = config.get("ENGINE", "")
    if engine == "django.db.backends.sqlite3":
        if config.get("NAME") in {None, "", ":memory:"}:
            raise ImproperlyConfigured(
                "DATABASE_URL names no file. Use sqlite:////full/path/to/trellis.sqlite3."
            )
        return {**config, "OPTIONS": {**SQLITE_OPTIONS, **config.get("OPTIONS", {})}}
    if engine == "django.db.backends.postgresql":
        pool = {"min_size": 1, "max_size": number("DATABASE_POOL", 8, low=1, high=200)}
        own = "options" in parse_qs(urlsplit(value).query, keep_blank_values=True)
        options = {**({} if own else POSTGRESQL_OPTIONS), **config.get("OPTIONS", {}), "pool": pool}
        return {**config, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
    raise ImproperlyConfigured("DATABASE_URL must start with postgres:// or sqlite:///.")


def cache(default: str | None = None) -> dict:
    """CACHE_URL as a Django cache: locmem://, redis://… or dbcache://table."""
    value = text("CACHE_URL", default)
    try:
        config = _env.cache_url_config(value.replace("locmem://", "locmemcache://"))
    except (ValueError, KeyError, environ.ImproperlyConfigured) as problem:
        raise ImproperlyConfigured(
            "CACHE_URL cannot be read. Use redis://host:6379/0, locmem:// or dbcache://table."
        ) from problem
    if config["BACKEND"].endswith(".LocMemCache"):
        # Django keeps 300 entries by default: fewer than a small site has prepared pages.
        config["OPTIONS"] = {"MAX_ENTRIES": 5000, **config.get("OPTIONS", {})}
    return config


def mailer(default: str | None = None) -> dict:
    """EMAIL_URL as a Django mailer: smtp+tls://user:password@host:587, file:///folder or console:."""
    value = text("EMAIL_URL", default)
    parts = _address("EMAIL_URL", value)
    if parts.scheme == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "file" and parts.path and not parts.netloc:
        return {
            "BACKEND": "cms.mail.FileAndConsoleBackend"
            if "echo" in parse_qs(parts.query)
            else "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": unquote(parts.path)},
        }
    if parts.scheme in MAIL_SCHEMES and parts.hostname:
        options = {
            "host": parts.hostname,
            "port": parts.port or 587,
            "timeout": 20,
            **MAIL_SCHEMES[parts.scheme],
        }
        if parts.username:
            options |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
        return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
    raise ImproperlyConfigured(
        "EMAIL_URL cannot be read. Use smtp+tls://user:password@host:587, file:///folder or console:."
    )
