"""What the configuration of an exported folder keeps beside the lessons: keys, and what the libraries say of their files."""

from dataclasses import dataclass, field
from typing import Any

from . import frontmatter
from .lineage import Lineage, lineage


@dataclass(frozen=True)
class Kept:
    """What a library says of one picture or document."""

    title: str = ""
    credit: str = ""
    license: str = ""


@dataclass
class Keepsakes:
    """`outcomes` is Markdown, for more than a plain list; files are found by their path in the folder."""

    track: Lineage = field(default_factory=Lineage)
    outcomes: str = ""
    files: dict[str, Kept] = field(default_factory=dict)


def keepsakes(config: dict[str, Any]) -> Keepsakes:
    """Read them; a folder that was never exported has none."""
    outcomes = config.get("outcomes")
    files: dict[str, Kept] = {}
    for name in ("pictures", "documents"):
        entries = config.get(name)
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, dict) and (path := frontmatter.text(entry.get("file"))):
                said = (frontmatter.text(entry.get(part)) for part in ("title", "credit", "license"))
                files[path] = Kept(*said)
    return Keepsakes(lineage(config.get("identity")), outcomes if isinstance(outcomes, str) else "", files)
