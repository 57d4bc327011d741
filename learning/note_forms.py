"""What a reviewer types: notes at lines, row by row, and one on the whole. Nothing typed is ever dropped."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from learning.models import ReviewNote
from learning.numbered import MOST_LINES
from learning.services.notes import LONGEST_NOTE, MOST_NOTES, NewNote

Data = Mapping[str, Any]
FIRST_ROWS = 1
MOST_ROWS = MOST_NOTES - 1  # one is on the whole
TOO_LONG = _("A note has at most 4000 characters.")


class NoteForm(forms.Form):
    """One note at a line, or without one."""

    line = forms.IntegerField(
        label=_("Line"),
        required=False,
        widget=forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"}),
        error_messages={"invalid": _("Give the number of a line, such as 12.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=ReviewNote.Kind.choices, initial=ReviewNote.Kind.COMMENT, required=False
    )
    body = forms.CharField(
        label=_("Note"),
        required=False,
        strip=True,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": TOO_LONG},
    )

    #: The line this note was about in the version before, where it is not the same any more.
    lost_line: str = ""

    def __init__(self, *args: Any, lines: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.lines = lines

    def clean(self) -> dict[str, Any]:
        """A line there is not, and a line without words, are said so."""
        given = super().clean() or {}
        line, body = given.get("line"), given.get("body", "")
        if line is not None and not 1 <= line <= self.lines:
            words = _("There is no line {line}. The text has {lines} lines.")
            self.add_error("line", words.format(line=line, lines=self.lines))
        if line is not None and not body and "body" not in self.errors:
            self.add_error("body", _("Write what you want to say at this line, or empty its number."))
        return given

    @property
    def note(self) -> NewNote | None:
        """The note, None for an empty row."""
        given = self.cleaned_data
        if not given.get("body"):
            return None
        return NewNote(given["body"], given.get("kind") or ReviewNote.Kind.COMMENT, given.get("line"))

    @property
    def at(self) -> int | None:
        """The line it is typed at, if it is one with a number beside it."""
        typed = str(self["line"].value() or "")
        if not (typed.isascii() and typed.isdigit() and len(typed) < 9):
            return None
        return int(typed) if 1 <= int(typed) <= min(self.lines, MOST_LINES) else None

    @property
    def is_blank(self) -> bool:
        return not (str(self["line"].value() or "") + str(self["body"].value() or "")).strip()


class WholeForm(forms.Form):
    """The note on the whole, and which version all of them are about."""

    general = forms.CharField(
        label=_("On the whole"),
        required=False,
        strip=True,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What works, and the one thing to do next."),
        error_messages={"max_length": TOO_LONG},
    )


class Answer:
    """All of it together. `version` is the number of the version the notes are about, `lines` how many lines it has."""

    def __init__(self, whole: WholeForm, rows: list[NoteForm], *, version: int, lines: int) -> None:
        self.whole, self.rows, self.version, self.lines = whole, rows, version, lines
        self.refusals: list[Any] = []

    @classmethod
    def blank(cls, *, version: int, lines: int) -> "Answer":
        """Nothing typed yet."""
        rows = [NoteForm(prefix=f"note-{nth}", lines=lines) for nth in range(FIRST_ROWS)]
        return cls(WholeForm(), rows, version=version, lines=lines)

    @classmethod
    def typed(cls, data: Data, *, version: int, lines: int) -> "Answer":
        """What was typed, as it was typed, without a word on what is wrong with it: nothing is sent yet."""
        rows = [
            NoteForm(initial=_raw(data, f"note-{nth}-"), prefix=f"note-{nth}", lines=lines)
            for nth in range(_rows(data))
        ]
        whole = WholeForm(initial={"general": data.get("general", "")})
        return cls(whole, rows, version=version, lines=lines)

    @classmethod
    def sent(cls, data: Data, *, version: int, lines: int) -> "Answer":
        """What is sent, to be checked."""
        rows = [NoteForm(data, prefix=f"note-{nth}", lines=lines) for nth in range(_rows(data))]
        return cls(WholeForm(data), rows, version=version, lines=lines)

    def add_row(self, line: int | None = None) -> NoteForm | None:
        """One more row, at a line where one is given: the first empty row, or a new one. None when there is no room."""
        spare = next((row for row in self.rows if row.is_blank), None) if line else None
        if spare is None and len(self.rows) >= MOST_ROWS:
            return None
        nth = self.rows.index(spare) if spare else len(self.rows)
        made = NoteForm(initial={"line": line or ""}, prefix=f"note-{nth}", lines=self.lines)
        made.fields["body" if line else "line"].widget.attrs["autofocus"] = True
        self.rows[nth : nth + 1] = [made]
        return made

    def spare(self) -> NoteForm:
        """An empty row for scripts to copy; they put its number in the place of "__n__"."""
        return NoteForm(prefix="note-__n__", lines=self.lines)

    def moved(self, places: Mapping[int, int], *, version: int, lines: int) -> "Answer":
        """The same notes for another version: at the lines where theirs stand now, without one where it changed."""
        rows = []
        for nth, row in enumerate(self.rows):
            raw = {name: row[name].value() for name in row.fields}
            place = places.get(row.at or 0)
            made = NoteForm(initial={**raw, "line": place or ""}, prefix=f"note-{nth}", lines=lines)
            made.lost_line = "" if place else str(raw["line"] or "")
            rows.append(made)
        whole = WholeForm(initial={"general": self.whole["general"].value()})
        return Answer(whole, rows, version=version, lines=lines)

    def is_valid(self) -> bool:
        checked = [
            form.is_valid() for form in self.forms
        ]  # all of them say what is wrong, not the first alone
        return all(checked)

    def notes(self) -> list[NewNote]:
        """The notes in the order of the lines, and last the one on the whole."""
        found = [note for row in self.rows if (note := row.note)]
        found.sort(key=lambda note: (note.line is None, note.line or 0))
        general = self.whole.cleaned_data.get("general", "")
        return found + ([NewNote(general)] if general else [])

    def refuse(self, message: Any) -> None:
        """Say why it was not taken."""
        self.refusals.append(message)

    @property
    def is_blank(self) -> bool:
        return all(row.is_blank for row in self.rows) and not (self.whole["general"].value() or "").strip()

    @property
    def at_lines(self) -> dict[int, list[NoteForm]]:
        """The rows by the line they stand at."""
        found: dict[int, list[NoteForm]] = {}
        for row in self.rows:
            if row.at:
                found.setdefault(row.at, []).append(row)
        return found

    @property
    def loose(self) -> list[NoteForm]:
        """The rows that stand at no line of the text."""
        return [row for row in self.rows if not row.at]

    # What components/error_summary.html reads of a form.
    @property
    def forms(self) -> list[forms.Form]:
        return [*self.rows, self.whole]

    @property
    def errors(self) -> list[Any]:
        return self.refusals + [form.errors for form in self.forms if form.errors]

    def non_field_errors(self) -> list[Any]:
        return self.refusals

    def __iter__(self) -> Iterator[BoundField]:
        return (field for form in self.forms for field in form)


def _rows(data: Data) -> int:
    typed = str(data.get("rows", ""))
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else FIRST_ROWS
    return min(max(number, FIRST_ROWS), MOST_ROWS)


def _raw(data: Data, prefix: str) -> dict[str, Any]:
    return {name: data[prefix + name] for name in NoteForm.base_fields if prefix + name in data}
