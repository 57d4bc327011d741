"""Chores: what the site does by itself from time to time. Each app registers its own; `manage.py tick` runs them all.

A chore may run twice, late, side by side with itself, or be killed: the rows it works on say what is still to do.
"""

from collections.abc import Callable

Chore = Callable[[], int]
_chores: dict[str, Chore] = {}


def chore(name: str) -> Callable[[Chore], Chore]:
    """Register a function that does what is due and says how much it did; `name` is what the log calls it."""

    def register(function: Chore) -> Chore:
        _chores[name] = function
        return function

    return register


def all_chores() -> dict[str, Chore]:
    """The chores in the order of their registration."""
    return dict(_chores)
