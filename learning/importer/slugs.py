"""Anchors and names made from words, as GitHub and Pandoc make them."""

import unicodedata

BREAKS = dict.fromkeys(map(ord, "\t\n\r\x0b\x0c\u2028\u2029"), " ")


def github(text: str) -> str:
    """A heading's anchor on GitHub: small letters, spaces to hyphens, punctuation gone."""
    kept = (character for character in text.strip().lower() if character in " -_" or character.isalnum())
    return "".join(kept).replace(" ", "-")


def pandoc(text: str) -> str:
    """A heading's anchor in Pandoc, which the Carpentries Workbench uses: as GitHub, but it starts with a letter."""
    kept = "".join(c for c in " ".join(text.lower().split()) if c in " -_." or c.isalnum()).replace(" ", "-")
    return kept.lstrip("".join(c for c in kept if not c.isalpha())) or "section"


def plain(text: str) -> str:
    """A name for keys and files: ASCII letters and digits with single hyphens."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    kept = "".join(character if character.isalnum() else " " for character in ascii_text.lower())
    return "-".join(kept.split())


def squeezed(text: str) -> str:
    """Text on one line, with single spaces; spaces that must not break stay, French needs them."""
    return " ".join(part for part in text.translate(BREAKS).split(" ") if part)


class Names:
    """Gives each name once: the second `loops` becomes `loops-1`."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str) -> str:
        given, number = name, 0
        while given in self._taken:
            number += 1
            given = f"{name}-{number}"
        self._taken.add(given)
        return given
