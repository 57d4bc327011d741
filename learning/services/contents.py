"""What may be handed in: text up to 100 kB, or a link that leads somewhere, as the exercise asks for it."""

import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from learning.exceptions import NotHandedInHere, UnusableHandIn
from learning.models import Exercise

MOST_BYTES = 100_000
LONGEST_URL = 2000

Accepts = Exercise.Accepts
_ASKS = {
    Accepts.TEXT: _("This exercise is handed in as text or code, without a link."),
    Accepts.LINK: _("This exercise is handed in as a link, without text."),
}


@dataclass(frozen=True, slots=True)
class Content:
    """Text, a link, or both, and the digest that tells whether two hand-ins are the same."""

    text: str
    url: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(f"{self.url}\n{self.text}".encode()).hexdigest()


def draft(*, exercise: Exercise, text: str, url: str) -> Content:
    """What was typed so far, with one kind of line end, if it can be kept at all. Raises NotHandedInHere, UnusableHandIn."""
    if not exercise.is_handed_in:
        raise NotHandedInHere
    text, url = text.replace("\r\n", "\n").replace("\r", "\n"), url.strip()
    if "\x00" in text or "\x00" in url:
        raise UnusableHandIn(_("There is a character in it that cannot be kept (NUL). Take it out."))
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise UnusableHandIn(
            _("That is more than 100 kB of text. Hand in a link instead, or only the part that matters.")
        )
    if len(url) > LONGEST_URL:
        raise UnusableHandIn(_("A link has at most 2000 characters."))
    return Content(text, url)


def read(*, exercise: Exercise, text: str, url: str) -> Content:
    """What is handed in to this exercise. Raises NotHandedInHere, UnusableHandIn."""
    given = draft(exercise=exercise, text=text if text.strip() else "", url=url)
    if not given.text and not given.url:
        raise UnusableHandIn
    if (given.url and exercise.accepts == Accepts.TEXT) or (given.text and exercise.accepts == Accepts.LINK):
        raise UnusableHandIn(_ASKS[Accepts(exercise.accepts)])
    if given.url and not is_link(url=given.url):
        raise UnusableHandIn(
            _("That is not a link others can open. It begins with https:// and names a site.")
        )
    return given


def is_link(*, url: str) -> bool:
    """Whether this is an http(s) address with a host, and nothing in front of the host that pretends to be one."""
    if any(character.isspace() or not character.isprintable() for character in url):
        return False
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return named and parts.scheme.lower() in {"http", "https"} and "@" not in parts.netloc
