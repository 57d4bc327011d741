"""Words as people write them: without accents, in their common forms, with a slip of the finger. Pure, no Django."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

SHORTEST = 4  # shorter words have too many neighbors to guess at, and no forms
ENDINGS = ("s", "es", "ing", "ed")


class _Plain(dict):
    """Each character as its base letter in lower case; always one character, so that places stay the same."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFD", chr(code))[0].lower()[0]
        self[code] = plain
        return plain


_PLAIN = _Plain()


def fold(text: str) -> str:
    """The text in lower case and without accents, character for character: "Café" is "cafe"."""
    return text.lower() if text.isascii() else text.translate(_PLAIN)


@lru_cache(1024)
def forms(word: str) -> tuple[str, ...]:
    """The word and its common English forms, folded: "loop" is also "loops", "looping" and "looped", and back.

    Enough for an engine that does not know word stems; plurals in -s and -es are those of Spanish and French, too.
    """
    word = fold(word)
    found = [word]
    if len(word) >= SHORTEST and word.isalpha():
        found += [word + ending for ending in ENDINGS]
        if word.endswith("s") and not word.endswith("ss"):
            found += [word[:-1], word[:-2]] if word.endswith("es") else [word[:-1]]
        if word.endswith("ing"):
            found += [word[:-3], word[:-3] + "e"]
        if word.endswith("ed"):
            found += [word[:-2], word[:-1]]
    return tuple(form for form in dict.fromkeys(found) if form == word or len(form) >= SHORTEST - 1)


def tolerated(word: str) -> int:
    """How many slips are forgiven in a word of this length."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < 7 else 2


def distance(one: str, other: str, most: int) -> int:
    """How many letters were left out, added, changed or swapped with their neighbor; `most` + 1 for any more than that.

    Optimal string alignment (Damerau 1964), row by row, given up as soon as a row exceeds `most`.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, above = above, row
    return min(above[-1], most + 1)


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that this one was most likely meant to be, or "" when none is near; the first of equals wins.

    A wrong first letter counts half a slip more: people seldom get that one wrong.
    """
    word, most = fold(word), tolerated(word)
    best, found = most + 1.0, ""
    letters = set(word)
    for candidate in known:
        plain = fold(candidate)
        if abs(len(plain) - len(word)) > most or len(letters ^ set(plain)) > 2 * most:
            continue
        far = distance(word, plain, most)
        if far <= most and far + (plain[0] != word[0]) / 2 < best:
            best, found = far + (plain[0] != word[0]) / 2, candidate
    return found
