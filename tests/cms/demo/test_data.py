"""The demo's data files fit together: every key they name exists, and their texts keep to the house's words."""

import re
from pathlib import Path
from typing import Any

import pytest

from cms.demo.reading import load

HERE = Path(__file__).resolve().parents[3]
FILES = sorted(
    path
    for app in ("cms", "learning", "mentorship")
    for path in (HERE / app / "demo").rglob("*")
    if path.suffix in {".yaml", ".md"}
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(HERE).as_posix())
def test_the_words_are_calm(path):
    text = re.sub(r"(?s)```.*?```|`[^`\n]*`|!=|!\[", "", path.read_text(encoding="utf-8"))
    assert re.findall(r"\b(?:just|simply|obviously)\b|[!¡]", text, re.IGNORECASE) == []


def test_people_and_chapters_know_each_other():
    people = load("people.yaml")["people"]
    chapters = load("chapters.yaml")["chapters"]
    names = {person["key"] for person in people}
    assert {key for chapter in chapters for key in chapter["organizers"]} <= names
    assert {person["chapter"] for person in people} - {""} <= {chapter["key"] for chapter in chapters}
    assert sorted(person["sign_in"] for person in people if "sign_in" in person) == [
        "editor",
        "mentor",
        "newcomer",
        "organizer",
    ]


def test_nobody_real_is_written_to():
    addresses = [person["email"] for person in load("people.yaml")["people"]]
    assert len(set(addresses)) == len(addresses)
    assert {address.rpartition("@")[2] for address in addresses} <= {"example.org", "trellis.example"}


@pytest.mark.parametrize("name", ["site.yaml", "pages.yaml", "chapters.yaml"])
def test_every_translation_has_the_shape_of_the_english(name):
    for path, record in _bilingual(load(name), ""):
        for language in record.keys() & {"es", "fr"}:
            assert _shape(record[language]) == _shape(record["en"]), f"{path} {language}"


def _bilingual(value: Any, path: str):
    if isinstance(value, dict):
        if "en" in value:
            yield path, value
        for name, part in value.items():
            yield from _bilingual(part, f"{path}/{name}")
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _bilingual(part, f"{path}/{place}")


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shape(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_shape(part) for part in value]
    if isinstance(value, str):
        return re.findall(r"<(/?\w+)", value) if "<" in value else bool(value)
    return value
