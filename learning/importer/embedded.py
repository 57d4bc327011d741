"""Pictures that lie inside of notebooks, under paths as if the notebook were a folder: `a/intro.ipynb/intro-3-1.png`."""

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from . import notebooks
from .files import Unreadable


@dataclass
class Embedded:
    """Keeps names, not pictures: a picture is read from its notebook again when it is needed."""

    root: Path
    paths: set[str] = field(default_factory=set)
    _opened: tuple[str, dict[str, tuple[str, Any]]] = ("", {})

    def add(self, path: str, notebook: notebooks.Notebook) -> dict[str, str]:
        """Remember the pictures of a notebook; give their paths by name."""
        found = {name: f"{path}/{name}" for name, _media, _value in notebooks.pictures(notebook, _stem(path))}
        self.paths.update(found.values())
        return found

    def content(self, path: str) -> bytes:
        """The bytes of a picture. Raises Unreadable."""
        place, _slash, name = path.rpartition("/")
        if self._opened[0] != place:
            notebook = notebooks.load(self.root, self.root / place)
            found = {
                said: (media, value) for said, media, value in notebooks.pictures(notebook, _stem(place))
            }
            self._opened = (place, found)
        if name not in self._opened[1]:
            raise Unreadable("the notebook has changed meanwhile")
        return notebooks.decoded(*self._opened[1][name])


def _stem(path: str) -> str:
    return PurePosixPath(path).stem
