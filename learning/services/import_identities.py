"""Finds what an import brings again on the site: by the key of its source, or by the identity an export wrote down."""

from collections.abc import Callable, Collection
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet
from wagtail.models import Locale

from learning.importer.lessons import Lesson
from learning.importer.library import Library
from learning.models import Exercise, LessonPage, TrackPage


def known_pages(*, library: Library, locale: Locale) -> dict[str, int]:
    """Key of the source → id of the lesson's page in a language.

    A page that was imported from this folder comes first; else the page whose translation key the lesson names. An
    untranslated lesson's stand-in (an alias) counts only by that key: it is then translated.
    """
    rows = LessonPage.objects.filter(locale=locale)
    own = rows.filter(alias_of__isnull=True, import_source__in=library.keys.values())
    pages = dict(own.order_by("-pk").values_list("import_source", "pk"))
    wanted = {source.lineage.key: source.key for source in library.sources if source.key not in pages}
    wanted.pop("", None)
    taken = set(pages.values())
    for key, pk in rows.filter(translation_key__in=wanted).values_list("translation_key", "pk"):
        if pk not in taken:
            pages[wanted[str(key)]] = pk
    return pages


def pages_by_key(*, locale: Locale) -> Callable[[str], int | None]:
    """The page of the site with a translation key, in this language if it is there; each is asked for once."""
    found: dict[str, int | None] = {}

    def known(key: str) -> int | None:
        if key not in found:
            found[key] = _page(key, locale)
        return found[key]

    return known


def _page(key: str, locale: Locale) -> int | None:
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    for model in (LessonPage, TrackPage):
        ids = dict(model.objects.filter(translation_key=wanted).order_by("-pk").values_list("locale", "pk"))
        if ids:
            return ids.get(locale.pk) or min(ids.values())
    return None


def known_exercises(
    *, lesson: Lesson, locale: Locale, named: Callable[[str], str] = lambda key: key
) -> dict[str, Exercise]:
    """Key of the source → the exercise in a language, by its source or by the translation key the lesson names.

    `named` gives the key under which the site still knows one whose file was renamed.
    """
    keys = {named(made.key): made.key for made in lesson.exercises}
    wanted = {made.uuid: made.key for made in lesson.exercises if made.uuid}
    either = Q(import_source__in=list(keys)) | Q(translation_key__in=list(wanted))
    rows = list(Exercise.objects.filter(either, locale=locale))
    by_key = {wanted[str(row.translation_key)]: row for row in rows if str(row.translation_key) in wanted}
    return by_key | {keys[row.import_source]: row for row in rows if row.import_source in keys}


def free_key(*, model: type[LessonPage | Exercise | TrackPage], key: str, locale: Locale) -> UUID:
    """The translation key a new row takes: the one it had where it was exported, unless it is taken in this language."""
    rows: QuerySet = model._default_manager.all()  # type: ignore[misc]
    return UUID(key) if key and not rows.filter(translation_key=key, locale=locale).exists() else uuid4()


def ids_by_source(*, keys: Collection[str], locale: Locale) -> dict[str, int]:
    """Exercises of a language by the key of their source, for a look ahead that writes nothing."""
    rows = Exercise.objects.filter(locale=locale, import_source__in=keys)
    return dict(rows.values_list("import_source", "pk"))
