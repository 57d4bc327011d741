"""Small lessons and tracks for tests, published in the English tree unless said otherwise."""

from collections.abc import Sequence
from typing import Any

from wagtail.models import Page

from cms.models import HomePage
from learning.models import LessonIndexPage, LessonPage, Module, TrackIndexPage, TrackItem, TrackPage

from .remembered import remembered

BLOCKS = {
    "heading": "00000000-0000-4000-8000-000000000001",
    "text": "00000000-0000-4000-8000-000000000002",
    "single": "00000000-0000-4000-8000-000000000003",
    "multiple": "00000000-0000-4000-8000-000000000004",
    "short": "00000000-0000-4000-8000-000000000005",
    "predict": "00000000-0000-4000-8000-000000000006",
    "last": "00000000-0000-4000-8000-000000000007",
}


def checkpoint(
    kind: str, *, choices: Sequence[tuple[str, bool]] = (), answers: Sequence[str] = (), code: str = ""
) -> dict:
    """The stored value of a checkpoint block."""
    return {
        "kind": kind,
        "question": "<p>What is it?</p>",
        "code": code,
        "language": "python",
        "choices": [
            {
                "type": "item",
                "id": f"choice-{nth}",
                "value": {"text": text, "correct": right, "explanation": f"Said of {text}"},
            }
            for nth, (text, right) in enumerate(choices)
        ],
        "answers": [
            {"type": "item", "id": f"answer-{nth}", "value": text} for nth, text in enumerate(answers)
        ],
        "explanation": "<p>Told afterwards.</p>",
    }


def body(*, checkpoints: bool = False) -> list[dict]:
    """A stored lesson body whose blocks have the ids of BLOCKS."""
    blocks: list[tuple[str, str, Any]] = [
        ("heading", "heading", {"text": "The first part", "level": "2", "anchor": ""}),
        ("text", "text", "<p>Some words to read.</p>"),
    ]
    if checkpoints:
        blocks += [
            ("single", "checkpoint", checkpoint("single", choices=[("one", True), ("two", False)])),
            (
                "multiple",
                "checkpoint",
                checkpoint("multiple", choices=[("one", True), ("two", True), ("three", False)]),
            ),
            ("short", "checkpoint", checkpoint("short", answers=["a list", "lists"])),
            ("predict", "checkpoint", checkpoint("predict", answers=["1\n2"], code="print(1)\nprint(2)")),
        ]
    blocks.append(("last", "heading", {"text": "The last part", "level": "2", "anchor": ""}))
    return [{"type": kind, "id": BLOCKS[name], "value": value} for name, kind, value in blocks]


@remembered
def lesson(title: str, *, under: Page | None = None, checkpoints: bool = False, **fields: Any) -> LessonPage:
    """A published lesson in the library."""
    library = under or LessonIndexPage.objects.filter(locale__language_code="en").first() or _library()
    page = LessonPage(title=title, teach_minutes=10, practice_minutes=5, **fields)
    page.body = _stream(page, checkpoints=checkpoints)
    library.add_child(instance=page)
    page.save_revision().publish()
    return LessonPage.objects.get(pk=page.pk)


@remembered
def track(
    title: str, modules: Sequence[Sequence[LessonPage]], *, optional: Sequence[LessonPage] = ()
) -> TrackPage:
    """A published track whose modules hold these lessons in order."""
    index = TrackIndexPage.objects.filter(locale__language_code="en").first()
    if index is None:
        index = _home().add_child(instance=TrackIndexPage(title="Tracks", slug="tracks"))
    page = index.add_child(instance=TrackPage(title=title))
    for nth, lessons in enumerate(modules):
        module = Module.objects.create(
            track=page, title=f"Module {nth + 1}", sort_order=nth, locale=page.locale
        )
        for place, each in enumerate(lessons):
            TrackItem.objects.create(
                module=module,
                lesson=each,
                sort_order=place,
                required=each not in optional,
                locale=page.locale,
            )
    page = TrackPage.objects.get(pk=page.pk)
    page.save_revision().publish()
    return TrackPage.objects.get(pk=page.pk)


def _stream(page: LessonPage, *, checkpoints: bool):
    return page._meta.get_field("body").stream_block.to_python(body(checkpoints=checkpoints))


def _library() -> LessonIndexPage:
    return _home().add_child(instance=LessonIndexPage(title="Lessons", slug="lessons"))


def _home() -> HomePage:
    return HomePage.objects.get(locale__language_code="en")
