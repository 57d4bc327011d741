"""`<details>` with a `<summary>`, and GitHub's alerts (`> [!NOTE]`), for markdown-it: boxes of a lesson like fenced divs."""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from .admonitions import ALTERNATIVES, as_divs, box, line_at
from .divs import Div
from .htmltags import EndTag, StartTag, events

ALERTS = {"note": "note", "tip": "tip", "important": "important", "warning": "warning", "caution": "caution"}
SUMMARY_LINES = 6
OPEN = "details"  # in the parser's state: how many wait for their end


def details_plugin(md: MarkdownIt) -> None:
    md.block.ruler.before("fence", "details", _details, ALTERNATIVES)


def _details(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    line = line_at(state, start).lower()
    if line == "</details>":
        if not state.env.get(OPEN):
            return False
        if not silent:
            state.env[OPEN] -= 1
            state.push("div_close", "div", 0).map = [start, start + 1]
            state.line = start + 1
        return True
    found = summary(state, start, end) if line.startswith("<details") else None
    if found is None:
        return False
    if not silent:
        title, after = found
        state.env[OPEN] = state.env.get(OPEN, 0) + 1
        token = state.push("div_open", "div", 0)
        token.map, token.meta = [start, after], {"div": Div("reveal", title, {}, titled=bool(title))}
        state.line = after
    return True


def summary(state: StateBlock, start: int, end: int) -> tuple[str, int] | None:
    """The line to click, and the first line of the content; None if the tags stand among other things."""
    said: list[str] = []
    inside = False
    for line in range(start, min(end, start + SUMMARY_LINES)):
        if state.isEmpty(line):
            if inside:
                return None
            continue
        for event in events(line_at(state, line) + " "):
            match event:
                case StartTag("details") if line == start and not inside:
                    pass
                case StartTag("summary"):
                    inside = True
                case EndTag("summary") if inside:
                    after = line_at(state, line).lower().rpartition("</summary>")[2]
                    return None if after.strip() else (" ".join("".join(said).split()), line + 1)
                case str() if inside:
                    said.append(event)
                case str() if not event.strip():
                    pass
                case StartTag() | EndTag() if inside:
                    pass
                case _:
                    return ("", start + 1) if line > start and not inside else None
    return None if inside else ("", start + 1)


def alerts_plugin(md: MarkdownIt) -> None:
    md.core.ruler.after("div_pairs", "alerts", _alerts)


def _alerts(state: StateCore) -> None:
    """A quotation that begins with `[!NOTE]` on a line of its own is a box."""
    stack: list[Token] = []
    boxes: dict[int, Token] = {}
    for position, token in enumerate(state.tokens):
        if token.type == "blockquote_open":
            first, kind = _alert(state.tokens[position + 1 : position + 3])
            stack.append(token)
            if first is not None and first.map:
                boxes[id(token)] = token
                first.content = first.content.partition("\n")[2]
                first.map = [first.map[0] + 1, first.map[1]]
                token.meta = {"div": Div(kind, "", {})}
        elif token.type == "blockquote_close" and stack:
            opening = stack.pop()
            if id(opening) in boxes:
                lines = opening.map or [0, 0]
                made = box(opening.meta["div"], lines[0], lines[1])
                for old, new in zip((opening, token), made, strict=True):
                    old.type, old.tag, old.meta = new.type, new.tag, new.meta
    as_divs(state)


def _alert(tokens: list[Token]) -> tuple[Token | None, str]:
    """The words that begin with the mark, and the kind of box it asks for."""
    if [token.type for token in tokens] != ["paragraph_open", "inline"]:
        return None, ""
    first = tokens[1].content.partition("\n")[0].strip()
    kind = ALERTS.get(first[2:-1].lower(), "") if first.startswith("[!") and first.endswith("]") else ""
    return (tokens[1], kind) if kind else (None, "")
