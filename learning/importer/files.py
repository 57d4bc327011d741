"""Reading files of a folder that nobody vouches for: never outside it, never without a limit."""

import errno
from pathlib import Path

TEXT_LIMIT = 1_000_000
PICTURE_LIMIT = 10_000_000


class Unreadable(Exception):
    """A file cannot be used; the message says why, the line where (0: the whole file)."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def inside(root: Path, path: Path) -> Path:
    """The real path of a file that lies in the folder, links followed; anything else is Unreadable."""
    try:
        real = path.resolve(strict=True)
    except FileNotFoundError:
        raise Unreadable("the file does not exist") from None
    except (OSError, RuntimeError, ValueError) as error:
        if getattr(error, "errno", None) == errno.ELOOP or isinstance(error, RuntimeError):
            raise Unreadable("the file is a link that leads in a circle") from None
        raise Unreadable("the file cannot be opened") from None
    if not real.is_relative_to(root.resolve()):
        raise Unreadable("the file lies outside of the imported folder")
    if not real.is_file():
        raise Unreadable("it is not a file")
    return real


def read_bytes(root: Path, path: Path, limit: int) -> bytes:
    """The file's content, at most `limit` bytes long."""
    real = inside(root, path)
    try:
        size = real.stat().st_size
        if size > limit:
            raise Unreadable(f"the file has {size / 1e6:.1f} MB; the limit is {limit / 1e6:.0f} MB")
        return real.read_bytes()
    except OSError:
        raise Unreadable("the file cannot be opened") from None


def read_text(root: Path, path: Path, limit: int = TEXT_LIMIT) -> str:
    """The file's content as text: UTF-8, with or without a byte order mark."""
    content = read_bytes(root, path, limit)
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise Unreadable("the file is not text", line)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable("the file is not UTF-8 text", line) from None
