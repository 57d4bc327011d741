"""Where a group talks beside its meetups: IRC, Matrix, Discord or another room, by an address that may be followed."""

from dataclasses import dataclass
from urllib.parse import urlsplit

SCHEMES = ("https", "http", "irc", "ircs", "matrix", "xmpp")
_BY_SCHEME = {"irc": "IRC", "ircs": "IRC", "matrix": "Matrix", "xmpp": "XMPP"}
_BY_HOST = {
    "matrix.to": "Matrix",
    "discord.gg": "Discord",
    "discord.com": "Discord",
    "t.me": "Telegram",
    "web.libera.chat": "IRC",
}


@dataclass(frozen=True, slots=True)
class Channel:
    """An address and what kind of room it is, "" where nobody knows."""

    url: str
    name: str


def channel(url: str) -> Channel | None:
    """The channel at this address, None for one that leads nowhere or does something else, such as `javascript:`."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme in {"https", "http"}:
        has_place = "." in host
    else:
        has_place = bool(host) or (parts.scheme in {"matrix", "xmpp"} and bool(parts.path))
    if parts.scheme not in SCHEMES or not has_place or any(sign.isspace() for sign in url):
        return None
    return Channel(url, _BY_SCHEME.get(parts.scheme) or _BY_HOST.get(host, ""))
