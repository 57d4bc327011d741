"""A lesson with every block in it, every text of it different."""

import datetime
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale

from cms.models import HomePage, Resource
from learning.models import Exercise, GlossaryTerm, LessonIndexPage, LessonPage
from tests.factories.remembered import remembered

INDENTED = (
    "def first(values):\n    # the place of the first\n\n    return values[0]\n\n\nprint(first([1 < 2]))"
)
SESSION = '$ python -c "print(1 & 2)"\n    0\n\n$ exit'


def text(words: str) -> tuple[str, str]:
    return "text", f"<p>{words}</p>"


def things() -> dict:
    """What blocks choose from the libraries."""
    document = get_document_model()(title="Handout")
    document.file.save("handout.txt", ContentFile(b"twenty words"), save=True)
    return {
        "document": document,
        "image": get_image_model().objects.create(
            title="boxes.png", file=get_test_image_file(filename="boxes.png")
        ),
        "resource": Resource.objects.create(
            title="The tutorial", url="https://docs.python.org/3/tutorial/", description="A tour."
        ),
        "term": GlossaryTerm.objects.create(term="Index", slug="index", definition="A place, from 0."),
        "exercise": Exercise.objects.create(
            title="Count the odd ones",
            minutes=10,
            prompt=[
                text("Count the odd numbers."),
                ("heading", {"text": "Mind", "level": "2", "anchor": ""}),
            ],
            starter="numbers = [3, 8]\n",
            hints=[
                ("hint", {"content": [text("Divide by two.")]}),
                ("hint", {"content": [text("Use a sum.")]}),
            ],
            solution=[text("SOLUTION sum")],
        ),
    }


def leaves(things: dict) -> list[tuple]:
    return [
        ("heading", {"text": "Where lists begin", "level": "2", "anchor": ""}),
        (
            "text",
            '<p>A <b>list</b> and <a href="https://www.python.org/">a link</a>.</p><ul><li>one of them</li></ul>',
        ),
        (
            "image",
            {
                "image": {"image": things["image"], "alt_text": "Four boxes", "decorative": False},
                "caption": "<p>A list, <i>box by box</i>.</p>",
                "credit": "Ana",
            },
        ),
        (
            "code",
            {
                "language": "python",
                "code": INDENTED,
                "caption": "first.py",
                "highlight": "1,4",
                "outputs": [
                    {"kind": "output", "text": "  True\n\n    done"},
                    {"kind": "error", "text": "Oh <no>"},
                ],
            },
        ),
        (
            "table",
            {
                "caption": "Two types",
                "header": "both",
                "rows": [["Value", "<p>Its <code>type</code></p>"], ["3", "a whole number"], ["'3'", ""]],
            },
        ),
        (
            "quote",
            {"text": "You come to get good.", "attribution": "Ana, mentor", "url": "https://example.org/q"},
        ),
        (
            "video",
            {
                "title": "Three systems",
                "url": "https://www.example.org/v",
                "file": None,
                "transcript": "<p>Open a terminal.</p>",
            },
        ),
        (
            "download",
            {"document": things["document"], "title": "Handout to print", "description": "Both pages."},
        ),
        ("resource", {"resource": things["resource"], "note": "Chapter three."}),
        ("terminal", {"shell": "bash", "session": SESSION, "caption": "In a terminal"}),
        ("glossary_term", {"term": things["term"], "note": "You met it."}),
    ]


def every_block(things: dict) -> list[tuple]:
    return [
        *leaves(things),
        ("callout", {"kind": "tip", "title": "Save often", "content": [text("Your editor can.")]}),
        ("reveal", {"summary": "Why it works", "content": leaves(things)[3:4]}),
        (
            "tabs",
            {
                "tabs": [
                    {"label": "Windows", "content": [text("Open PowerShell.")]},
                    {
                        "label": "macOS",
                        "content": [
                            (
                                "callout",
                                {"kind": "warning", "title": "", "content": [text("Not the old one.")]},
                            )
                        ],
                    },
                ]
            },
        ),
        ("key_points", {"points": ["Lists keep order.", "They begin at 0."]}),
        (
            "checkpoint",
            {
                "kind": "single",
                "question": "<p>What gives <code>odds[0]</code>?</p>",
                "code": "odds = [1, 3]\n    # indented",
                "language": "python",
                "choices": [
                    {"text": "one", "correct": True, "explanation": "BECAUSE from 0."},
                    {"text": "three", "correct": False, "explanation": "THAT is odds[1]."},
                ],
                "answers": [],
                "explanation": "<p>EXPLAINED at length.</p>",
            },
        ),
        (
            "checkpoint",
            {
                "kind": "predict",
                "question": "<p>And this?</p>",
                "code": "print(6 * 7)",
                "language": "python",
                "choices": [],
                "answers": ["FORTYTWO"],
                "explanation": "<p>MULTIPLIED.</p>",
            },
        ),
        ("exercise", {"exercise": things["exercise"], "note": "For tonight."}),
        ("pair_activity", {"title": "Swap programs", "minutes": 10, "content": [text("Read aloud.")]}),
        ("discussion", {"prompt": "<p>What surprised you?</p>", "minutes": 5, "content": [text("An idea.")]}),
        (
            "external_unit",
            {
                "course": "Interactive Programming",
                "unit": "Week 3",
                "url": "https://www.example.org/course",
                "hours": Decimal("2.5"),
                "due": datetime.date(2026, 12, 5),
                "note": "Bring questions.",
            },
        ),
        ("facilitator_note", {"title": "Watch out", "content": [text("SECRET stumbling stone.")]}),
    ]


@pytest.fixture
def lesson(home) -> LessonPage:
    """A published lesson with every block, as it comes from the database."""
    return everything()


@remembered
def everything() -> LessonPage:
    home = HomePage.objects.get(locale=Locale.get_default())
    library = home.add_child(instance=LessonIndexPage(title="Lessons", slug="lessons"))
    page = library.add_child(
        instance=LessonPage(title="Everything", slug="everything", body=every_block(things()))
    )
    return LessonPage.objects.get(pk=page.pk)
