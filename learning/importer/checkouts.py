"""What a Git checkout says of itself, read from its files: the commit and the repository it comes from."""

from pathlib import Path
from urllib.parse import urlsplit

LIMIT = 1_000_000
HEX = set("0123456789abcdef")


def commit_of(root: Path) -> str:
    """The commit that is checked out, or nothing. No program is run, and nothing but a commit's number is believed."""
    folder = _folder(root)
    if folder is None:
        return ""
    head = _text(folder / "HEAD").strip()
    if not head.startswith("ref: "):
        return _number(head)
    name = head.removeprefix("ref: ").strip()
    if not name.startswith("refs/") or ".." in name or "\\" in name:
        return ""
    common = _text(folder / "commondir").strip()
    for place in (folder, folder / common) if common else (folder,):
        if found := _number(_text(place / name).strip()):
            return found
        for line in _text(place / "packed-refs").splitlines():
            number, _space, said = line.partition(" ")
            if said == name and _number(number):
                return number
    return ""


def origin_of(root: Path) -> str:
    """The web address of the repository, without a name or password in it; its last part alone if it has no such
    address (`git@host:team/lessons.git` gives `lessons`)."""
    folder = root / ".git"
    inside = False
    for line in _text(folder / "config").splitlines() if folder.is_dir() else []:
        said = line.strip()
        if said.startswith("["):
            inside = said.replace(" ", "") == '[remote"origin"]'
        elif inside and said.partition("=")[0].strip() == "url":
            return _address(said.partition("=")[2].strip().strip('"'))
    return ""


def _address(url: str) -> str:
    url = url.rstrip("/").removesuffix(".git")
    try:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.hostname:
            port = f":{parts.port}" if parts.port else ""
            return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"
    except ValueError:
        return ""
    return url.replace(":", "/").rsplit("/", 1)[-1]


def _folder(root: Path) -> Path | None:
    """The folder Git keeps its things in; a linked work tree names it in a file."""
    place = root / ".git"
    if place.is_dir():
        return place
    said = _text(place)
    named = root / said.removeprefix("gitdir:").strip() if said.startswith("gitdir:") else None
    return named if named is not None and named.is_dir() else None


def _number(said: str) -> str:
    return said if len(said) in {40, 64} and set(said) <= HEX else ""


def _text(path: Path) -> str:
    try:
        if not path.is_file() or path.stat().st_size > LIMIT:
            return ""
        return path.read_text("utf-8", "replace")
    except (OSError, ValueError):
        return ""
