"""What a checkpoint keeps back is nowhere before it is answered: planted words, looked for wherever a page speaks."""

import copy
import json

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail.search import index

from learning.models import Exercise, LessonPage
from learning.services import progress
from tests.factories import learning as make
from tests.factories import trees
from tests.factories.learning import BLOCKS, body
from tests.factories.remembered import remembered

KINDS = ("single", "multiple", "short", "predict")


def planted(word: str) -> list[dict]:
    """A body whose answers, explanations and notes hold this word, each at its own place."""
    raw = copy.deepcopy(body(checkpoints=True))
    for block in raw:
        if block["type"] == "checkpoint":
            value = block["value"]
            value["explanation"] = f"<p>{word}explained</p>"
            for choice in value["choices"]:
                choice["value"]["explanation"] = f"{word}because"
            for answer in value["answers"]:
                answer["value"] = f"{word}accepted"
    note = {
        "title": f"{word}note",
        "content": [{"id": "inner", "type": "text", "value": f"<p>{word}inside</p>"}],
    }
    exercise = Exercise.objects.create(
        title="Sum", prompt=[("text", "<p>Do.</p>")], solution=[("text", f"<p>{word}solution</p>")],
        release="never", locale=Locale.get_default(),
    )  # fmt: skip
    return [
        *raw,
        {"id": "note", "type": "facilitator_note", "value": note},
        {"id": "exercise", "type": "exercise", "value": {"exercise": exercise.pk, "note": ""}},
    ]


def publish(lesson: LessonPage, raw: list[dict]) -> LessonPage:
    page = LessonPage.objects.get(pk=lesson.pk)
    page.body = page._meta.get_field("body").stream_block.to_python(raw)
    page.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


@remembered
def secret_lesson() -> LessonPage:
    lesson = make.lesson("Lists")
    make.track("First steps", [[lesson]])
    lesson = publish(lesson, planted("xyzzy"))
    trees.complete()
    return lesson


@pytest.fixture
def secret(home) -> LessonPage:
    return secret_lesson()


PATHS = (
    "/lessons/lists/", "/es/lessons/lists/", "/lessons/", "/tracks/first-steps/", "/search/?q=xyzzyaccepted",
    "/search/?q=xyzzyexplained", "/search/?q=lists", "/sitemap.xml", "/today/", "/learn/progress/",
)  # fmt: skip


KEPT_BACK = ("xyzzyaccepted", "xyzzyexplained", "xyzzybecause", "xyzzynote", "xyzzysolution")


def telling(client) -> list[str]:
    """The addresses that tell a planted word, other than the one that was asked for."""
    shown = {path: client.get(path, follow=True).text for path in PATHS}
    return [
        path for path, page in shown.items() if "xyzzy" in page.replace(path.partition("q=")[2] or "-", "")
    ]


def test_no_address_tells_what_is_kept_back(client, member, secret):
    visitor = telling(client)
    client.force_login(member)
    assert (visitor, telling(client)) == ([], [])


def test_no_search_finds_it(client, secret):
    found = [word for word in KEPT_BACK if "/lessons/lists/" in client.get(f"/search/?q={word}").text]
    assert found == []


def test_neither_the_index_nor_the_api_is_told(secret):
    fields = [field for field in LessonPage.get_search_fields() if isinstance(field, index.SearchField)]
    indexed = json.dumps([str(field.get_value(secret)) for field in fields])
    shown = str([child.block.get_api_representation(child.value) for child in secret.body])
    stream = str(secret.body.stream_block.get_api_representation(secret.body))
    assert [("xyzzy" in told) for told in (indexed, shown, stream)] == [False] * 3


def test_what_changed_does_not_tell_it_either(client, member, secret):
    progress.mark_done(member=member, lesson=secret, confidence=3)
    raw = planted("plugh")
    raw[1]["value"] = "<p>Other words to read.</p>"
    publish(secret, raw)
    client.force_login(member)
    page = client.get(reverse("learning:lesson-changes", args=[secret.translation_key])).text
    assert ("<ins>Other </ins>" in page, "xyzzy" in page, "plugh" in page) == (True, False, False)


def test_a_change_of_answers_alone_is_no_change_for_readers(client, member, secret):
    progress.mark_done(member=member, lesson=secret, confidence=3)
    raw = planted("plugh")
    raw[-1]["value"]["exercise"] = next(b for b in secret.body.raw_data if b["type"] == "exercise")["value"][
        "exercise"
    ]
    publish(secret, raw)
    client.force_login(member)
    assert client.get("/lessons/lists/").context["changes_url"] == ""


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_answer_tells_no_right_one_and_a_right_one_explains(client, member, secret, kind, headers):
    client.force_login(member)
    address = reverse("learning:checkpoint", args=[secret.translation_key, BLOCKS[kind]])
    wrong = {"single": ["1"], "multiple": ["2"]}.get(kind, ["no idea"])
    right = {"single": ["0"], "multiple": ["0", "1"]}.get(kind, ["xyzzyaccepted"])
    pages = [
        client.post(address, {"answer": values}, headers=headers, follow=True).text
        for values in (wrong, right)
    ]
    told = [[word in page for word in ("xyzzyexplained", "xyzzyaccepted")] for page in pages]
    assert told == [[False, False], [True, kind in {"short", "predict"}]]
