"""What one can do at the end of a track, as rich text: a plain list, or Markdown with more to say."""

from html import escape

from .lessons import rich_words
from .links import Map
from .reading import Reading
from .source import Folder


def outcomes_of(folder: Folder) -> str:
    """The outcomes of a folder as rich text, empty where it names none."""
    if folder.kept.outcomes:
        links = Map({}, files=folder.files, url=folder.url, source=folder.source).of("config.yaml")
        return rich_words(folder.kept.outcomes, Reading(file="config.yaml", key=folder.id, links=links))
    items = "".join(f"<li>{escape(said, quote=False)}</li>" for said in folder.outcomes)
    return f"<ul>{items}</ul>" if items else ""
