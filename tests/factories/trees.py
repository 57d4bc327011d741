"""The trees of the other languages for tests: complete with aliases, which are made once for pages that look the same."""

from cms.services import languages

from .remembered import remembered


@remembered
def complete() -> None:
    languages.complete_trees()
