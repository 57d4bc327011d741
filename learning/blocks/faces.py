"""What of a checkpoint may be shown before it is answered, and what a learner is told after."""

import re
from dataclasses import dataclass
from typing import Any

from cms.highlighting import highlight

PARAGRAPH = re.compile(r"</?p(?: [^>]*)?>")


@dataclass(frozen=True, slots=True)
class Face:
    """The question as everybody may see it: no right answers, no explanations. This is what is kept and shared."""

    block_id: str
    kind: str
    question: str
    code: str = ""
    language: str = ""
    choices: tuple[str, ...] = ()

    @property
    def is_typed(self) -> bool:
        """Whether the answer is written, not chosen."""
        return self.kind in {"short", "predict"}


@dataclass(frozen=True, slots=True)
class Option:
    """A choice in the form. Its number from 0 is what is posted; `verdict` is None where nothing is told of it."""

    number: int
    text: str
    chosen: bool = False
    verdict: bool | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a learner sees of the last answer: the choices or the text given, how it went, and why (safe HTML)."""

    options: tuple[Option, ...]
    text: str = ""
    answered: bool = False
    correct: bool = False
    explanation: str = ""


def face(value: Any, block_id: str) -> Face:
    """Take from a checkpoint what everybody may see."""
    chosen_from = value["choices"] if value["kind"] in {"single", "multiple"} else []
    return Face(
        block_id=block_id,
        kind=value["kind"],
        question=_one_line(value["question"].__html__()) if value["question"] else "",
        code=highlight(value["code"], value["language"]) if value["code"] else "",
        language=value["language"] if value["code"] else "",
        choices=tuple(choice["text"] for choice in chosen_from),
    )


def _one_line(html: str) -> str:
    # A question is the legend of its choices, and a legend holds no paragraphs.
    return PARAGRAPH.sub("", re.sub(r"</p>\s*<p[^>]*>", "<br>", html))


def tell(shown: Face, value: Any = None, given: Any = None) -> Told:
    """Say how an answer went. `given` has `chosen` (numbers), `text`, `attempts` and `correct`.

    A wrong answer is told of the choices that were made, not of the others: there is something left to find.
    A right one is told everything. Without an attempt nothing is told at all.
    """
    if given is None:
        return Told(tuple(Option(number, text) for number, text in enumerate(shown.choices)))
    if not given.attempts or value is None:
        return Told(
            tuple(Option(number, text, number in given.chosen) for number, text in enumerate(shown.choices)),
            text=given.text,
        )
    options = []
    for number, text in enumerate(shown.choices):
        chosen, choice = number in given.chosen, value["choices"][number]
        if chosen or given.correct:
            options.append(Option(number, text, chosen, bool(choice["correct"]), choice["explanation"] or ""))
        else:
            options.append(Option(number, text))
    explanation = value["explanation"].__html__() if given.correct and value["explanation"] else ""
    return Told(tuple(options), given.text, True, given.correct, explanation)
