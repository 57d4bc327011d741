"""What a learner sees of their own homework: the versions, one of them line by line with its notes, and how to go on."""

import re
from dataclasses import dataclass

from learning.models import Exercise, Submission, SubmissionVersion
from learning.numbered import Listing, listing

# Anything of Python in it; prose has no use for colors.
CODE = re.compile(
    r"^\s*(?:def |class |import |from \w[\w.]* import|@\w|#|(?:if|elif|for|while|with|try|else)\b.*:\s*$|"
    r"[\w.\[\]\"']+\s*[-+*/]?=(?!=)\s*\S|[\w.]+\(.*\)\s*$|>>> )",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """The versions without their texts, the newest first, and one of them to read."""

    versions: list[SubmissionVersion]
    version: SubmissionVersion
    text: Listing

    @property
    def is_newest(self) -> bool:
        return self.version.n == self.versions[0].n


def shown(submission: Submission, asked: str) -> Shown | None:
    """The version with this number, else the newest: three queries, however many there are. None before the first."""
    versions = list(submission.versions.defer("text", "url"))
    if not versions:
        return None
    numbers = {str(version.n) for version in versions}
    version = submission.versions.get(n=int(asked) if asked in numbers else versions[0].n)
    notes = list(version.notes.select_related("author"))
    return Shown(versions, version, listing(version.text, language_of(version.text), notes=notes))


def beginning(exercise: Exercise, submission: Submission | None, shown: Shown | None) -> dict[str, str]:
    """What the form begins with: the draft, else the version shown, else the code to start from."""
    if submission and (submission.draft_text or submission.draft_url):
        return {"text": submission.draft_text, "url": submission.draft_url}
    if shown:
        return {"text": shown.version.text, "url": shown.version.url}
    return {"text": exercise.starter, "url": ""}


def language_of(text: str) -> str:
    """The language to color a hand-in in: Python where there is any in it, else none."""
    return "python" if CODE.search(text) else "text"
