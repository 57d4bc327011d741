"""Notes on a version: what may be said, at which line, and how much of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Member
from learning.exceptions import UnusableNote
from learning.models import ReviewNote, SubmissionVersion

MOST_NOTES = 100
LONGEST_NOTE = 4000


@dataclass(frozen=True, slots=True)
class NewNote:
    """A note not written down yet; without a line it is about the whole."""

    body: str
    kind: str = ReviewNote.Kind.COMMENT
    line: int | None = None


def cleaned(*, version: SubmissionVersion, notes: Sequence[NewNote]) -> list[NewNote]:
    """The notes with one kind of line end and no space around. Raises UnusableNote for the first that cannot be kept."""
    if len(notes) > MOST_NOTES:
        raise UnusableNote(_("That is more than 100 notes. Keep those that matter most."))
    return [_cleaned(version, note) for note in notes]


def write(
    *, version: SubmissionVersion, author: Member, notes: Sequence[NewNote], is_peer: bool = False
) -> list[ReviewNote]:
    """Write cleaned notes down, in their order, in the caller's transaction."""
    now = timezone.now()
    return ReviewNote.objects.bulk_create(
        ReviewNote(
            version=version,
            author=author,
            line=note.line,
            kind=note.kind,
            body=note.body,
            created_at=now,
            is_peer=is_peer,
        )
        for note in notes
    )


def are_written(*, version: SubmissionVersion, author: Member, notes: Sequence[NewNote]) -> bool:
    """Whether these cleaned notes are this person's last ones: the same form sent twice."""
    rows = version.notes.filter(author=author).order_by("-created_at", "-pk")[: len(notes)]
    last = [NewNote(row.body, row.kind, row.line) for row in rows]
    return last[::-1] == list(notes)


def _cleaned(version: SubmissionVersion, note: NewNote) -> NewNote:
    body = note.body.replace("\r\n", "\n").strip()
    if not body or "\x00" in body:
        raise UnusableNote(_("A note needs some words."))
    if len(body) > LONGEST_NOTE:
        raise UnusableNote(_("A note has at most 4000 characters."))
    if note.kind not in ReviewNote.Kind.values:
        raise UnusableNote(_("Choose what kind of note it is."))
    if note.line is not None and not 1 <= note.line <= version.line_count:
        raise UnusableNote(
            _("There is no line {line}. The text has {lines} lines.").format(
                line=note.line, lines=version.line_count
            )
        )
    return NewNote(body, str(note.kind), note.line)
