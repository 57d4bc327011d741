"""The README keeps its word: every setting, command and dependency is in its tables, and nothing else is."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()


def column(heading: str) -> set[str]:
    """The first words of the first column of the table under a heading."""
    part = README.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.split("|")[1].strip() for line in part.splitlines() if line.startswith("| ")]
    return {word.strip("` ") for row in rows[1:] for word in row.split(",")}


def test_every_setting_of_the_environment_is_documented():
    code = "\n".join(
        path.read_text() for path in [ROOT / "cms/environment.py", ROOT / "cms/settings/base.py"]
    )
    read = set(re.findall(r'\b(?:text|flag|number|words)\(\s*"([A-Z_]+)"', code))
    assert column("Settings") == read


def test_every_dependency_has_its_reason():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert column("Dependencies") == {re.split(r"[\[~=<>]", entry)[0] for entry in declared}


@pytest.mark.parametrize("app", ["cms", "learning", "mentorship"])
def test_every_command_is_documented(app):
    names = {path.stem for path in (ROOT / app / "management/commands").glob("[a-z]*.py")}
    assert {name for name in names if f"`manage.py {name}" not in README} == set()


def test_the_lock_holds_hashes_and_no_addresses():
    lock = (ROOT / "requirements.lock").read_text()
    assert "--hash=sha256:" in lock
    assert re.findall(r"https?://|--index-url|--find-links", lock) == []
