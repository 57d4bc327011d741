"""Import, export, import on another site, export: nothing is lost, and the second export is the first, byte by byte."""

from collections import Counter
from pathlib import Path

import pytest
from wagtail.models import Locale, Page
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail_localize.models import LocaleSynchronization

from learning.importer.report import Change
from learning.services import imports

from .comparing import empty_site, the_track, track_of, written

SHARED = Path(__file__).resolve().parents[4] / "shared" / "content" / "python-novice-inflammation"
DEMO = Path(__file__).resolve().parents[3] / "learning" / "demo" / "tracks"

pytestmark = pytest.mark.django_db


def bring(folder: Path):
    return imports.import_folder(directory=folder, locale=Locale.get_default(), track_title="")


@pytest.fixture(autouse=True)
def one_language(tmp_path, settings, home):
    """A site that speaks English alone, and keeps no indexes: what they hold is not what is compared here."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": False}
    }
    LocaleSynchronization.objects.all().delete()
    Page.objects.filter(locale__in=Locale.objects.exclude(pk=Locale.get_default().pk)).delete()
    Locale.objects.exclude(pk=Locale.get_default().pk).delete()
    with disable_reference_index_auto_update():
        yield


@pytest.mark.parametrize(
    "source",
    [
        DEMO / "first-python-evenings",
        DEMO / "finding-your-people",
        pytest.param(
            SHARED, marks=pytest.mark.skipif(not SHARED.is_dir(), reason="not beside this checkout")
        ),
    ],
    ids=lambda path: path.name,
)
def test_a_round_trip_is_a_fixed_point(source, tmp_path, settings):
    bring(source)
    before = track_of(the_track())
    first = written(the_track(), tmp_path / "first")
    assert not [name for name, content in first.items() if b"```block-data" in content]
    if source == SHARED:
        kinds = Counter(block["type"] for _facts, blocks in before[2] for _id, block in blocks)
        assert (len(before[2]), kinds["exercise"]) == (12, 53)

    again = bring(tmp_path / "first")
    assert (again.changes, again.dropped) == (0, 0)

    empty_site()
    settings.MEDIA_ROOT = tmp_path / "other-media"
    fresh = bring(tmp_path / "first")
    assert (fresh.dropped, {change for change, _file, _title in fresh.lessons}) == (0, {Change.CREATED})
    assert track_of(the_track()) == before
    assert written(the_track(), tmp_path / "second") == first
