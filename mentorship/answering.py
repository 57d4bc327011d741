"""Questions and answers of every kind: the field that asks, what is kept of it, and how it is shown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.utils.formats import date_format, number_format
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from mentorship import sentences
from mentorship.models import Question, QuestionKind

SHORT, LONG, LINK = 200, 2000, 500
FEW = 7  # more choices than these are a list to open
Kept = str | int | bool | list[str] | None


@dataclass(frozen=True)
class Asked:
    """A question as its reader meets it. `options`: the words that are kept, and the words that are shown."""

    key: UUID
    kind: str
    label: str
    help: str
    required: bool
    sensitive: bool
    options: tuple[tuple[str, str], ...]
    minimum: int | None
    maximum: int | None
    version: str

    @property
    def words(self) -> str:
        """What an answer keeps of the question; of a consent all that is agreed to."""
        return f"{self.label}\n{self.help}".strip() if self.kind == QuestionKind.CONSENT else self.label


def asked(question: Question, spoken: Question | None = None) -> Asked:
    """The original decides what is asked; the page in the reader's language how it sounds."""
    words = spoken or question
    lines = question.lines
    shown = words.lines if len(words.lines) == len(lines) else lines
    return Asked(
        key=question.translation_key,
        kind=question.kind,
        label=words.label,
        help=words.help_text,
        required=question.required,
        sensitive=question.sensitive,
        options=tuple(zip(lines, shown, strict=True)),
        minimum=question.minimum,
        maximum=question.maximum,
        version=question.version,
    )


class Several(forms.MultipleChoiceField):
    """Any of several choices, within the number that is asked for."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, least: int | None, most: int | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = least or 0, most

    def validate(self, value: Sequence[str]) -> None:
        super().validate(value)
        if value and len(value) < self.least:
            least = _("Choose at least {count} of them.")
            raise forms.ValidationError(least.format(count=self.least))
        if self.most is not None and len(value) > self.most:
            most = _("Choose at most {count} of them.")
            raise forms.ValidationError(most.format(count=self.most))


def field(question: Asked, *, former: Kept = None) -> forms.Field:
    """The field for a question. A `former` answer that is no choice any more can be kept as it was.

    Nothing is required of a draft; `expected` says what an application cannot be sent without.
    """
    made = _FIELDS[question.kind](question, former)
    made.expected = question.required  # type: ignore[attr-defined]
    return made


def _named(question: Asked) -> dict[str, Any]:
    told = [escape(question.help)] if question.help else []
    if question.sensitive:
        told.append(escape(str(_("Only organizers of this round read this answer."))))
    return {"label": question.label, "help_text": " ".join(told), "required": False}


def _text(question: Asked, former: Kept) -> forms.Field:
    most = min(question.maximum or SHORT, SHORT)
    return forms.CharField(max_length=max(most, 1), **_named(question))


def _long(question: Asked, former: Kept) -> forms.Field:
    most = min(question.maximum or LONG, LONG)
    area = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(max_length=max(most, 1), widget=area, **_named(question))


def _number(question: Asked, former: Kept) -> forms.Field:
    bounds = {"min_value": question.minimum, "max_value": question.maximum}
    return forms.DecimalField(max_digits=12, decimal_places=2, **bounds, **_named(question))


def _day(question: Asked, former: Kept) -> forms.Field:
    bounds = [MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2200, 1, 1))]
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(widget=widget, validators=bounds, **_named(question))


def _offered(question: Asked, former: Kept) -> list[tuple[str, Any]]:
    known = dict(question.options)
    old = former if isinstance(former, list) else [former]
    gone = [str(each) for each in old if each is not None and each not in known]
    return [
        *question.options,
        *((each, _("{choice} (your answer so far)").format(choice=each)) for each in gone),
    ]


def _single(question: Asked, former: Kept) -> forms.Field:
    offered = _offered(question, former)
    if len(offered) > FEW:
        return forms.ChoiceField(choices=[("", "—"), *offered], **_named(question))
    return forms.ChoiceField(choices=offered, widget=forms.RadioSelect, **_named(question))


def _multiple(question: Asked, former: Kept) -> forms.Field:
    offered = _offered(question, former)
    return Several(choices=offered, least=question.minimum, most=question.maximum, **_named(question))


def _scale(question: Asked, former: Kept) -> forms.Field:
    low, high = question.minimum or 0, question.maximum or 0
    points = [(point, str(point)) for point in range(low, high + 1)]
    return forms.TypedChoiceField(
        choices=points, coerce=int, empty_value=None, widget=forms.RadioSelect, **_named(question)
    )


def _yes_no(question: Asked, former: Kept) -> forms.Field:
    return forms.ChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect, **_named(question)
    )


def _link(question: Asked, former: Kept) -> forms.Field:
    only = URLValidator(
        schemes=["http", "https"], message=_("Give a whole address that begins with https://.")
    )
    return forms.URLField(max_length=LINK, assume_scheme="https", validators=[only], **_named(question))


def _consent(question: Asked, former: Kept) -> forms.Field:
    return forms.BooleanField(**_named(question))


_FIELDS: dict[str, Callable[[Asked, Kept], forms.Field]] = {
    QuestionKind.SHORT: _text,
    QuestionKind.LONG: _long,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _day,
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.SCALE: _scale,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.LINK: _link,
    QuestionKind.CONSENT: _consent,
}


def kept(cleaned: Any) -> Kept:
    """What is kept of a cleaned value, as JSON; None for no answer."""
    if isinstance(cleaned, Decimal):
        return format(cleaned.normalize(), "f")
    if isinstance(cleaned, date):
        return cleaned.isoformat()
    if cleaned is False or cleaned in ("", []):
        return None
    return cleaned


def shown(kind: str, value: Any, options: Iterable[tuple[str, str]] = ()) -> str:
    """An answer in words, for its reader."""
    words = dict(options)
    if kind == QuestionKind.NUMBER:
        return number_format(Decimal(value))
    if kind == QuestionKind.DATE:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if kind == QuestionKind.YES_NO:
        return str(_("Yes") if value == "yes" else _("No"))
    if kind == QuestionKind.CONSENT:
        return str(_("Agreed"))
    if kind == QuestionKind.MULTIPLE:
        return sentences.listed([words.get(each, each) for each in value])
    return words.get(str(value), str(value))
