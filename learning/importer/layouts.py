"""How a kind of repository is laid out: what its paths, names and published addresses mean."""

from dataclasses import dataclass, field

from .dialects import CLASSIC, Dialect


@dataclass
class Layout:
    """kind and evidence: which kind of folder it is, and the file that shows it;
    base: the folder that paths beginning with a slash start from; ending: how the published address of a page ends;
    names: path of a lesson → its name within the folder's identity, if not its file's;
    called: path → what a table of contents calls it.
    """

    kind: str = ""
    evidence: str = ""
    base: str = ""
    ending: str = ".html"
    dialect: Dialect = CLASSIC
    names: dict[str, str] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)
