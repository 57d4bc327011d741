"""Rich text as Wagtail stores it, written piece by piece and always well-formed."""

from html import escape

ALLOWED = {"b", "i", "code", "s", "sup", "sub", "a"}


class RichText:
    """An inline writer. Styles open and close in any order; tags are written only around text, properly nested."""

    def __init__(self) -> None:
        self._html: list[str] = []
        self._wanted: list[tuple[str, dict[str, str]]] = []
        self._written: list[tuple[str, dict[str, str]]] = []
        self._text = False

    def open(self, tag: str, attributes: dict[str, str] | None = None) -> None:
        self._wanted.append((tag, attributes or {}))

    def close(self, tag: str) -> bool:
        """End the innermost such style; False if there is none."""
        for position in range(len(self._wanted) - 1, -1, -1):
            if self._wanted[position][0] == tag:
                del self._wanted[position]
                return True
        return False

    @property
    def opened(self) -> list[tuple[str, dict[str, str]]]:
        return list(self._wanted)

    def text(self, text: str) -> None:
        if not text:
            return
        if text.isspace() and not self._written:
            self._html.append(escape(text, quote=False))
            return
        self._sync()
        self._html.append(escape(text, quote=False))
        self._text = self._text or not text.isspace()

    def line_break(self) -> None:
        if self._text:
            self._sync()
            self._html.append("<br/>")

    def take(self) -> str:
        """The HTML so far, closed, without white space or line breaks at its ends; open styles go on in the next piece."""
        self._close_to(0)
        html = "".join(self._html) if self._text else ""
        self._html, self._text = [], False
        html = html.strip()
        while html.endswith("<br/>"):
            html = html.removesuffix("<br/>").rstrip()
        return html

    def _sync(self) -> None:
        wanted: list[tuple[str, dict[str, str]]] = []
        for tag, attributes in self._wanted:
            if all(tag != known for known, _attributes in wanted):
                wanted.append((tag, attributes))
        same = 0
        while same < min(len(wanted), len(self._written)) and wanted[same] == self._written[same]:
            same += 1
        self._close_to(same)
        for tag, attributes in wanted[same:]:
            self._html.append(f"<{tag}{''.join(f' {n}="{escape(v)}"' for n, v in attributes.items())}>")
            self._written.append((tag, attributes))

    def _close_to(self, depth: int) -> None:
        while len(self._written) > depth:
            self._html.append(f"</{self._written.pop()[0]}>")


def code_lines(code: str) -> str:
    """Code for places that hold only rich text: each line as inline code, indentation kept by no-break spaces."""
    lines = []
    for line in code.rstrip("\n").split("\n"):
        bare = line.lstrip(" ")
        lines.append(
            f"<code>{'\u00a0' * (len(line) - len(bare))}{escape(bare, quote=False)}</code>"
            if bare.strip()
            else ""
        )
    return "<br/>".join(lines)
