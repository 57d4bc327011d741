"""Lessons and tracks for tests, live and in English unless told otherwise."""

from collections.abc import Mapping, Sequence

from wagtail.models import Locale

from cms.models import HomePage
from learning.models import LessonIndexPage, LessonPage, Module, TrackIndexPage, TrackItem, TrackPage

from .remembered import remembered


def _below_home(model, title: str, slug: str):
    home = HomePage.objects.get(locale=Locale.get_default())
    found = model.objects.child_of(home).first()
    return found or home.add_child(instance=model(title=title, slug=slug))


@remembered
def make_library() -> LessonIndexPage:
    return _below_home(LessonIndexPage, "Lessons", "lessons")


@remembered
def make_tracks() -> TrackIndexPage:
    return _below_home(TrackIndexPage, "Tracks", "tracks")


@remembered
def make_lesson(title: str = "Lists", body: Sequence[tuple] = (), **fields) -> LessonPage:
    """A published lesson; `body` as pairs of block name and Python value."""
    lesson = make_library().add_child(instance=LessonPage(title=title, body=list(body), **fields))
    lesson.save_revision().publish()
    return LessonPage.objects.get(pk=lesson.pk)


@remembered
def make_track(
    title: str = "First steps", modules: Mapping[str, Sequence[LessonPage]] | None = None, **fields
) -> TrackPage:
    """A published track of modules; `modules` maps a title to its lessons."""
    track = TrackPage(title=title, **fields)
    for order, (name, lessons) in enumerate((modules or {}).items()):
        module = Module(title=name, sort_order=order)
        module.items.add(*[TrackItem(lesson=lesson, sort_order=n) for n, lesson in enumerate(lessons)])
        track.modules.add(module)
    make_tracks().add_child(instance=track)
    track.save_revision().publish()
    return TrackPage.objects.get(pk=track.pk)
