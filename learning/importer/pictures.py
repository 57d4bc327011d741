"""Pictures in the text become image blocks; one that is missing leaves its words behind and a complaint."""

from html import escape

from .inline import Picture
from .reading import Reading
from .report import Weight
from .streams import Stream

FORMATS = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"}


def place_picture(picture: Picture, stream: Stream, reading: Reading) -> None:
    """Add an image block; its `image` is the path in the folder until it is in the image library."""
    target = reading.links.picture(picture.source)
    caption = picture.caption or escape(picture.title, quote=False)
    if target.attributes:
        reading.complain(picture.line, target.problem)
        words = caption or escape(picture.alt or picture.source, quote=False)
        stream.paragraph(f'<a href="{escape(target.attributes["href"])}">{words}</a>', picture.line)
        return
    if not target.path or target.path[target.path.rfind(".") :].lower() not in FORMATS:
        problem = target.problem or f"the picture “{picture.source}” has a format that browsers do not show"
        lose_picture(picture, problem, stream, reading)
        return
    if picture.link:
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in picture.link.items())
        caption = f"<a{attributes}>{caption or escape(picture.alt or target.path, quote=False)}</a>"
    decorative = not picture.alt
    if decorative and "alt" not in picture.attributes:
        reading.complain(picture.line, f"the picture “{picture.source}” has no alternative text", Weight.NOTE)
    image = {"image": target.path, "alt_text": picture.alt, "decorative": decorative}
    stream.add(
        "image",
        {"image": image, "caption": caption, "credit": picture.attributes.get("credit", "")},
        picture.line,
    )
    reading.pictures.setdefault(target.path, picture.line)


def lose_picture(picture: Picture, problem: str, stream: Stream, reading: Reading) -> None:
    """Say what the picture would have shown."""
    reading.complain(picture.line, problem, Weight.DROPPED)
    words = [escape(words, quote=False) for words in (picture.alt, picture.title) if words]
    stream.paragraph("<br/>".join([*([picture.caption] if picture.caption else []), *words]), picture.line)
