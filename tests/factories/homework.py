"""Small exercises and homework for tests."""

from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import Locale

from cms.models import Member
from learning.models import Exercise, LessonPage, ReviewNote, Submission
from learning.services import submissions
from learning.services.notes import NewNote

from .remembered import remembered

SOLUTION = "The solution, which counts quokkas"


@remembered
def exercise(title: str = "Count the odd ones", **fields: Any) -> Exercise:
    """A homework exercise in English, with a solution that is out when the homework is accepted."""
    defaults: dict[str, Any] = {
        "kind": "homework",
        "prompt": [("text", "<p>Count the odd numbers of a list.</p>")],
        "solution": [("text", f"<p>{SOLUTION}</p>")],
        "release": "after_accept",
        "locale": Locale.get_default(),
    }
    return Exercise.objects.create(title=title, **{**defaults, **fields})


def hints(*texts: str) -> list[tuple]:
    """The value of `hints` with these words."""
    return [("hint", {"content": [("text", f"<p>{text}</p>")]}) for text in texts]


@remembered
def place(lesson: LessonPage, *exercises: Exercise) -> LessonPage:
    """Publish the lesson with these exercises at its end."""
    for each in exercises:
        lesson.body.append(("exercise", {"exercise": each, "note": ""}))
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


def helper(member: Member) -> Member:
    """The member, now in the group of helpers."""
    member.groups.add(Group.objects.get(name="Helpers"))
    return Member.objects.get(pk=member.pk)


def handed_in(member: Member, task: Exercise, text: str = "print(1)\nprint(2)", url: str = "") -> Submission:
    """Homework that waits for a reviewer."""
    return submissions.hand_in(member=member, exercise=task, lesson=None, text=text, url=url)


def note(body: str = "Have another look at this.", line: int | None = None, kind: str = "change") -> NewNote:
    return NewNote(body, ReviewNote.Kind(kind).value, line)
