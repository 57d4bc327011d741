"""The files of pictures: checked, cleaned if they are SVG, and known by a fingerprint of what they show."""

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from willow.svg import SvgWrapper, WillowSvgException

from . import svg
from .files import PICTURE_LIMIT, Unreadable, read_bytes

FORMATS = {"PNG": "png", "JPEG": "jpg", "MPO": "jpg", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 100_000


@dataclass(frozen=True)
class PictureFile:
    """A picture fit for the image library; `removed` names what an SVG had to leave behind."""

    content: bytes
    suffix: str
    removed: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def open_picture(root: Path, path: str) -> PictureFile:
    """Read and check a picture of the folder; what it is, is told by its content. Raises Unreadable."""
    return check_picture(read_bytes(root, root / path, PICTURE_LIMIT), path)


def check_picture(content: bytes, path: str) -> PictureFile:
    """Check a picture, wherever its bytes come from. Raises Unreadable."""
    if len(content) > PICTURE_LIMIT:
        raise Unreadable(
            f"the picture has {len(content) / 1e6:.1f} MB; the limit is {PICTURE_LIMIT / 1e6:.0f} MB"
        )
    if path.lower().endswith(".svg"):
        cleaned, removed = svg.clean(content)
        _measure(cleaned)
        return PictureFile(cleaned, "svg", tuple(removed))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(content)) as picture:
                kind, (width, height) = picture.format or "", picture.size
                if kind in FORMATS and width * height <= MOST_PIXELS:
                    picture.load()  # all of it: a half file would fail on the page
    except Exception:  # Pillow's readers raise whatever they like on broken files
        raise Unreadable("the file is not a picture") from None
    if kind not in FORMATS:
        raise Unreadable(f"the picture is in the format {kind or 'unknown'}, which browsers do not show")
    if width * height > MOST_PIXELS:
        raise Unreadable(
            f"the picture has {width} × {height} pixels; the limit is {MOST_PIXELS // 1_000_000} million"
        )
    return PictureFile(content, FORMATS[kind])


def _measure(content: bytes) -> None:
    """The image library must be able to tell the size of a drawing. Raises Unreadable."""
    sizes: tuple[float, ...] = (0,)
    try:
        drawing = SvgWrapper.from_file(BytesIO(content))
        sizes = (drawing.width, drawing.height, drawing.view_box.width, drawing.view_box.height)
    except (WillowSvgException, ValueError, OverflowError):
        pass
    if not all(0 < size <= LONGEST_SIDE for size in sizes):
        raise Unreadable("the SVG picture has a size nobody can draw")
