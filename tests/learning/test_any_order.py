"""Whatever learners and editors do, in whatever order: records say what people did, and nothing else changes them.

A few long stories here; `STORIES=60 STORY_STEPS=80 uv run pytest tests/learning/test_any_order.py` tells many longer ones.
"""

import os
from contextlib import nullcontext
from functools import wraps

import pytest
from django.core.cache import cache
from django.db import transaction
from django.db.models import ProtectedError
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from wagtail.models import Locale, Page
from wagtail_localize.operations import translate_object

from cms.models import Event, HomePage
from learning.exceptions import NotFollowing
from learning.models import (
    CheckpointAnswer,
    Enrollment,
    LessonIndexPage,
    LessonPage,
    LessonProgress,
    TrackIndexPage,
    TrackItem,
    TrackPage,
)
from learning.services import checkpoints, enrollments, imports, progress
from tests.learning.importer.samples import write

LESSON = """---
title: {name}
id: {name}
---

## Start

Words of {name}.

::: checkpoint
Q?
- [x] a
- [ ] b
:::
"""
CONFIG = """id: folder
title: A folder
modules:
- title: One
  episodes: [a.md, b.md]
- title: Two
  episodes: [{file: c.md, required: false}]
"""
RECORDS = (Enrollment, LessonProgress, CheckpointAnswer)
WHO, WHICH = st.integers(0, 1), st.integers(0, 3)


def records() -> list[dict]:
    return [row for model in (*RECORDS, Event) for row in model.objects.order_by("pk").values()]


def content(change):
    """A rule of the editors: not one row of what people did may differ after it."""

    @wraps(change)
    def checked(self, *args, **kwargs):
        before = records()
        change(self, *args, **kwargs)
        assert records() == before

    return checked


class Story(RuleBasedStateMachine):
    """Two learners and an editor. What learners did is kept twice: by the services, and here by hand."""

    folder = None
    people = ()
    committing = None

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        cache.clear()
        self.follows: dict = {}  # (person, track) → state
        self.stamps: dict = {}  # (person, track) → done_at, once and for all
        self.lessons: dict = {}  # (person, lesson) → (state, confidence)
        self.answers: dict = {}  # (person, lesson, block) → (last answer, attempts, was ever right)

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def lesson(self, which: int) -> LessonPage:
        found = list(LessonPage.objects.filter(locale__language_code="en").order_by("pk"))
        return found[which % len(found)] if found else None

    def track(self, which: int) -> TrackPage:
        found = list(TrackPage.objects.filter(locale__language_code="en").order_by("pk"))
        return found[which % len(found)]

    # What learners do

    @rule(who=WHO, which=WHICH)
    def start(self, who, which):
        key = self.track(which).translation_key
        enrollments.start(member=self.people[who], track_key=key)
        if self.follows.get((who, key)) in {None, "paused", "left"}:
            self.follows[who, key] = "active"
        self._stamp(who, {key})

    @rule(who=WHO, which=WHICH, verb=st.sampled_from(["pause", "leave"]))
    def set_aside(self, who, which, verb):
        key = self.track(which).translation_key
        before = self.follows.get((who, key))
        allowed = {"pause": {"active"}, "leave": {"active", "paused"}}[verb]
        refused = before is None or (verb == "pause" and before == "left")
        with pytest.raises(NotFollowing) if refused else nullcontext():
            getattr(enrollments, verb)(member=self.people[who], track_key=key)
        if before in allowed:
            self.follows[who, key] = {"pause": "paused", "leave": "left"}[verb]

    @rule(who=WHO, which=WHICH, confidence=st.integers(1, 3))
    def done(self, who, which, confidence):
        lesson = self.lesson(which)
        if lesson is None or not lesson.live:
            return
        key = lesson.translation_key
        progress.mark_done(member=self.people[who], lesson=lesson, confidence=confidence)
        first = self.lessons.get((who, key), ("", None))[0] != "done"
        self.lessons[who, key] = ("done", confidence)
        if first:
            self._stamp(who, {track for track, held in self._asked().items() if key in held})

    @rule(who=WHO, which=WHICH)
    def undo(self, who, which):
        if (lesson := self.lesson(which)) is not None:
            progress.undo(member=self.people[who], lesson_key=lesson.translation_key)
            if self.lessons.get((who, lesson.translation_key), ("", None))[0] == "done":
                self.lessons[who, lesson.translation_key] = ("started", None)

    @rule(who=WHO, which=WHICH)
    def read_again(self, who, which):
        if (lesson := self.lesson(which)) is not None:
            progress.read_again(member=self.people[who], lesson=lesson)

    @rule(who=WHO, which=WHICH, choice=st.sampled_from("01"))
    def answer(self, who, which, choice):
        lesson = self.lesson(which)
        asked = [block.id for block in lesson.body if block.block_type == "checkpoint"] if lesson else []
        if not asked or not lesson.live:
            return
        key = lesson.translation_key
        checkpoints.answer(member=self.people[who], lesson=lesson, block_id=asked[0], values=[choice])
        last, attempts, right = self.answers.get((who, key, asked[0]), ("", 0, False))
        self.answers[who, key, asked[0]] = (choice, attempts + (choice != last), right or choice == "0")
        self.lessons.setdefault((who, key), ("started", None))

    # What editors do

    @rule(which=WHICH, nth=st.integers(0, 9))
    @content
    def edit(self, which, nth):
        if (lesson := self.lesson(which)) is not None:
            lesson.title, lesson.summary = f"Edited {nth}", f"Told in way {nth}."
            lesson.save_revision().publish() if lesson.live else lesson.save_revision()

    @rule(which=WHICH)
    @content
    def turn_the_blocks_around(self, which):
        if (lesson := self.lesson(which)) is not None and lesson.live:
            field = lesson._meta.get_field("body")
            lesson.body = field.stream_block.to_python(list(lesson.body.raw_data)[::-1])
            lesson.save_revision().publish()

    @rule(which=WHICH)
    @content
    def turn_the_modules_around(self, which):
        track = self.track(which)
        for nth, module in enumerate(track.modules.order_by("-sort_order")):
            module.sort_order = nth
            module.save()
        TrackPage.objects.get(pk=track.pk).save_revision().publish()

    @rule(which=WHICH)
    @content
    def move(self, which):
        if (lesson := self.lesson(which)) is not None:
            homes = LessonIndexPage.objects.filter(locale__language_code="en").exclude(
                pk=lesson.get_parent().pk
            )
            lesson.move(homes.get(), "last-child")

    @rule(which=WHICH)
    @precondition(lambda self: Page.objects.count() < 40)
    @content
    def copy(self, which):
        track = self.track(which)
        track.copy(update_attrs={"slug": f"copy-{Page.objects.count()}", "title": "Copy"})
        if (lesson := self.lesson(which)) is not None:
            lesson.copy(update_attrs={"slug": f"copy-{Page.objects.count()}", "title": "Copy"})

    @rule(which=WHICH, code=st.sampled_from(["es", "fr"]))
    @content
    def translate(self, which, code):
        locale = Locale.objects.get(language_code=code)
        for page in (self.lesson(which), self.track(which)):
            if page is not None and page.live:
                with self.committing(execute=True):
                    translate_object(page, [locale])

    @rule(which=WHICH)
    @content
    def take_off_the_site(self, which):
        if (lesson := self.lesson(which)) is not None:
            lesson.unpublish() if lesson.live else lesson.get_latest_revision().publish()

    @rule(which=WHICH)
    @content
    def take_out_of_tracks_or_put_back(self, which):
        lesson, track = self.lesson(which), self.track(which)
        if lesson is None or not track.modules.exists():
            return
        held = TrackItem.objects.filter(lesson__translation_key=lesson.translation_key)
        if held.exists():
            held.delete()
        else:
            TrackItem.objects.create(module=track.modules.first(), lesson=lesson, locale=track.locale)
        TrackPage.objects.get(pk=track.pk).save_revision().publish()

    @rule(which=WHICH)
    @content
    def delete(self, which):
        if (lesson := self.lesson(which)) is not None:
            held = TrackItem.objects.filter(lesson=lesson).exists()
            with transaction.atomic(), pytest.raises(ProtectedError) if held else nullcontext():
                lesson.delete()

    @rule()
    @content
    def import_again(self):
        with self.committing(execute=True):
            report = imports.import_folder(directory=self.folder, track_title="")
        assert report.problems == []

    # What always holds

    @invariant()
    def people_are_where_they_went(self):
        rows = Enrollment.objects.values_list("member_id", "track_key", "state", "done_at")
        assert {(self._who(m), key): state for m, key, state, _at in rows} == self.follows
        assert {(self._who(m), key): at for m, key, _state, at in rows if at} == self.stamps

    @invariant()
    def lessons_are_as_far_as_people_said(self):
        rows = list(LessonProgress.objects.all())
        assert {(self._who(r.member_id), r.lesson_key): (r.state, r.confidence) for r in rows} == self.lessons
        assert [r for r in rows if (r.state == "done") != (r.done_at is not None)] == []

    @invariant()
    def answers_are_counted(self):
        rows = CheckpointAnswer.objects.all()
        found = {
            (self._who(r.member_id), r.lesson_key, r.block_id): (
                r.attempts,
                r.correct,
                r.first_correct_at is not None,
            )
            for r in rows
        }
        assert found == {
            key: (tries, last == "0", right) for key, (last, tries, right) in self.answers.items()
        }

    def _who(self, member_id: int) -> int:
        return next(nth for nth, each in enumerate(self.people) if each.pk == member_id)

    def _asked(self) -> dict:
        """The lessons of each track and whether they are required, worked out here from the pages themselves."""
        asked: dict = {}
        for item in TrackItem.objects.filter(module__track__live=True, lesson__live=True).select_related(
            "module__track", "lesson"
        ):
            held = asked.setdefault(item.module.track.translation_key, {})
            held[item.lesson.translation_key] = held.get(item.lesson.translation_key, False) or item.required
        return asked

    def _stamp(self, who: int, tracks: set) -> None:
        done = {
            key for (person, key), (state, _felt) in self.lessons.items() if (person, state) == (who, "done")
        }
        for track in tracks:
            held = self._asked().get(track, {})
            counted = {key for key, required in held.items() if required} or set(held)
            if self.follows.get((who, track)) in {"active", "paused"} and counted and counted <= done:
                self.follows[who, track] = "done"
                stamped = Enrollment.objects.get(member=self.people[who], track_key=track).done_at
                assert stamped is not None
                assert self.stamps.setdefault((who, track), stamped) == stamped


def test_records_say_what_people_did_in_whatever_order(
    tmp_path, home, make_member, languages_ready, django_capture_on_commit_callbacks
):
    write(tmp_path, {"config.yaml": CONFIG, **{f"{name}.md": LESSON.format(name=name) for name in "abc"}})
    imports.import_folder(directory=tmp_path, track_title="")
    HomePage.objects.get(locale__language_code="en").add_child(
        instance=LessonIndexPage(title="Attic", slug="attic")
    )
    assert TrackIndexPage.objects.filter(locale__language_code="en").count() == 1
    Story.folder = tmp_path
    Story.people = (make_member("Rosa"), make_member("Ines"))
    Story.committing = staticmethod(django_capture_on_commit_callbacks)
    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=int(os.environ.get("STORIES", "3")),
            stateful_step_count=int(os.environ.get("STORY_STEPS", "30")),
            deadline=None,
            database=None,
            derandomize=not os.environ.get("STORIES"),
            phases=[Phase.generate, Phase.shrink] if os.environ.get("STORIES") else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
