"""The demo's personal paths name members, topics, tracks and lessons that it has."""

from pathlib import Path

import pytest

from cms.demo import people
from cms.demo.reading import load
from learning.importer.library import open_library
from learning.importer.source import open_folder

DEMO = Path(__file__).resolve().parents[3] / "learning" / "demo"


@pytest.fixture(scope="module")
def names() -> dict[str, set[str]]:
    folders = [open_folder(folder) for folder in (DEMO / "tracks").iterdir() if folder.is_dir()]
    return {
        "topics": {topic["key"] for topic in load("topics.yaml", DEMO)["topics"]},
        "tracks": {folder.id for folder in folders},
        "lessons": {key for folder in folders for key in open_library(folder).keys.values()},
        "people": {person["key"] for person in people.records()},
    }


@pytest.mark.parametrize("record", load("paths.yaml", DEMO)["paths"], ids=lambda record: record["person"])
def test_a_path_of_the_demo_names_what_is_there(record, names):
    assert record["person"] in names["people"]
    assert {*record.get("topics", []), *record.get("known_topics", [])} <= names["topics"]
    assert set(record.get("tracks", [])) <= names["tracks"]
    assert set(record.get("known_lessons", [])) <= names["lessons"]
    assert record.get("topics") or record.get("tracks")
