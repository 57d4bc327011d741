"""Which kind of repository a folder is, and the way to read it."""

from enum import StrEnum
from pathlib import Path, PurePosixPath

from . import checkouts, frontmatter, gitbook, mkdocs, plain, source
from .dialects import PLAIN
from .files import Unreadable, read_text
from .report import Problem, Weight
from .slugs import plain as slug
from .source import Folder
from .titles import is_index


class Format(StrEnum):
    """The kinds of repositories the importer knows."""

    AUTO = "auto"
    CARPENTRIES = "carpentries"
    TRELLIS = "trellis"
    MKDOCS = "mkdocs"
    GITBOOK = "gitbook"
    PLAIN = "plain"
    NOTEBOOKS = "notebooks"


WORDS = {
    Format.CARPENTRIES: "the Carpentries Workbench",
    Format.TRELLIS: "our own format",
    Format.MKDOCS: "MkDocs",
    Format.GITBOOK: "GitBook",
    Format.PLAIN: "a plain folder of Markdown",
    Format.NOTEBOOKS: "Jupyter notebooks",
}
NEEDED = {
    Format.MKDOCS: "there is no mkdocs.yml in the folder",
    Format.GITBOOK: "there is no SUMMARY.md and no .gitbook.yaml in the folder",
    Format.NOTEBOOKS: "there is no notebook (.ipynb) in the folder",
}
OLD_CONFIG = "_config.yml"  # every site made with Jekyll has one
EPISODES = ("episodes", "_episodes")


def open_folder(root: Path, wanted: Format = Format.AUTO) -> Folder:
    """Read what stands around the lessons. Raises Unreadable if there is no such folder, or it is not of the wanted kind.

    A folder that gives itself no id is known by the repository it was checked out from, wherever that lies on disk.
    """
    folder = source.start(root)
    origin = checkouts.origin_of(folder.root)
    folder.id = slug(origin.rsplit("/", 1)[-1])[:60] or folder.id
    folder.commit = checkouts.commit_of(folder.root)
    kind, folder.layout.evidence = detect(folder)
    if wanted not in {Format.AUTO, kind}:
        _require(folder, wanted)
        kind, folder.layout.evidence = wanted, ""
    folder.layout.kind = kind
    _describe(folder, kind)
    folder.source = folder.source or (origin if "://" in origin else "")
    if not folder.episodes:
        problem = Problem(folder.root.name, 0, "no lesson was found in this folder", Weight.DROPPED)
        folder.problems.append(problem)
    return folder


def detect(folder: Folder) -> tuple[Format, str]:
    """The kind of a folder, and the file that shows it."""
    files = folder.files
    episodes = next((base for base in EPISODES if any(path.startswith(f"{base}/") for path in files)), "")
    for name in source.CONFIGS:
        if name in files and (name != OLD_CONFIG or episodes):
            return (Format.TRELLIS if _is_ours(folder, name) else Format.CARPENTRIES), name
    for name in mkdocs.CONFIGS:
        if name in files:
            return Format.MKDOCS, name
    for name in (gitbook.CONFIG, *(f"{place}/SUMMARY.md".lstrip("/") for place in gitbook.PLACES)):
        if name in files:
            return Format.GITBOOK, name
    if episodes:
        return Format.TRELLIS, f"{episodes}/"
    notebooks = _notebooks(folder)
    if notebooks and not any(_is_text(path) for path in files):
        return Format.NOTEBOOKS, notebooks[0]
    return Format.PLAIN, ""


def told(folder: Folder) -> str:
    """Which kind was taken, in words."""
    said = WORDS[Format(folder.layout.kind)] if folder.layout.kind else ""
    return f"{said} ({folder.layout.evidence})" if folder.layout.evidence else said


def _describe(folder: Folder, kind: Format) -> None:
    match kind:
        case Format.MKDOCS:
            mkdocs.describe(folder)
        case Format.GITBOOK:
            gitbook.describe(folder)
        case Format.PLAIN:
            _read_plain(folder)
        case Format.NOTEBOOKS:
            _read_plain(folder)
            for module in folder.modules:
                module.episodes = [entry for entry in module.episodes if entry.path.endswith(".ipynb")]
            folder.modules = [module for module in folder.modules if module.episodes]
        case _:
            config = source.describe(folder)
            if not folder.episodes and not (config.get("modules") or config.get("episodes")):
                folder.modules = []
                _read_plain(folder)


def _read_plain(folder: Folder) -> None:
    folder.layout.dialect = PLAIN
    source.read_license(folder)
    plain.order(folder)


def _is_ours(folder: Folder, name: str) -> bool:
    try:
        config = frontmatter.load(read_text(folder.root, folder.root / name))
    except (frontmatter.BadYaml, Unreadable):
        return False
    return "modules" in config or ("id" in config and "carpentry" not in config)


def _require(folder: Folder, wanted: Format) -> None:
    """Raises Unreadable if a folder lacks what a format cannot do without."""
    names = {
        Format.MKDOCS: any(name in folder.files for name in mkdocs.CONFIGS),
        Format.GITBOOK: any(
            PurePosixPath(path).name in {gitbook.CONFIG, "SUMMARY.md"} for path in folder.files
        ),
        Format.NOTEBOOKS: bool(_notebooks(folder)),
    }
    if not names.get(wanted, True):
        raise Unreadable(NEEDED[wanted])


def _notebooks(folder: Folder) -> list[str]:
    return sorted(path for path in folder.files if path.endswith(".ipynb"))


def _is_text(path: str) -> bool:
    """Whether this is Markdown that could be a lesson."""
    place = PurePosixPath(path)
    household = place.stem.lower() in plain.HOUSEHOLD or ("/" not in path and is_index(path))
    return place.suffix.lower() in {".md", ".markdown", ".rmd"} and not household
