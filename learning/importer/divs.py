"""Fenced divs for markdown-it: lines of three or more colons open and close a box, as in Pandoc.

A line with a name or attributes opens, a line of colons alone closes the innermost box; how many colons is decoration.
The block rule only marks such lines; a core rule then pairs the marks, so that nothing is lost when they do not pair.
"""

from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from . import attributes

DEEPEST = 30


@dataclass(frozen=True)
class Div:
    """What an opening line says."""

    name: str
    title: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    titled: bool = False  # the title is said: a heading inside is a heading


def opening(text: str) -> Div:
    """Read what stands after the colons of an opening line."""
    before, brace, after = text.partition("{")
    found = attributes.parse(brace + after)
    given = found[0] if found and not (brace + after)[found[1] :].strip() else {}
    words = (before if given else text).split()
    classes = given.get("class", "").split()
    name = words[0] if words else classes[0] if classes else "div"
    return Div(name.lower().strip(".{}"), " ".join(words[1:]), given)


def divs_plugin(md: MarkdownIt) -> None:
    md.block.ruler.before("fence", "div", _mark, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.core.ruler.after("block", "div_pairs", _pair)


def _mark(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not line.startswith(":::"):
        return False
    if silent:
        return True
    said = line.strip().strip(":").strip()
    token = state.push("div_open" if said else "div_close", "div", 0)
    token.block = True
    token.map = [start, start + 1]
    token.meta = {"div": opening(said)} if said else {}
    state.line = start + 1
    return True


def _pair(state: StateCore) -> None:
    """Give each opening mark its closing one; complain about marks that stay alone in `env["complaints"]`."""
    complaints = state.env.setdefault("complaints", [])
    paired: list[Token] = []
    around: list[Token] = []  # what is open around the current token, divs and others

    def close(line: int, mark: Token | None = None) -> None:
        opened = around.pop()
        assert opened.map is not None
        opened.map[1] = max(line, opened.map[1])
        token = mark or Token("div_close", "div", 0, block=True)
        token.nesting = -1
        paired.append(token)

    def close_unclosed(line: int) -> None:
        while around and around[-1].type == "div_open":
            name = around[-1].meta["div"].name
            complaints.append(((around[-1].map or [0])[0] + 1, f"the div “{name}” is never closed"))
            close(line)

    for token in state.tokens:
        line = token.map[0] if token.map else 0
        if token.type == "div_open":
            if len(around) >= DEEPEST:
                complaints.append((line + 1, "divs are nested too deep; this one is read as plain text"))
                around.append(Token("too_deep", "", 1, map=token.map))
                continue
            token.nesting = 1
            around.append(token)
            paired.append(token)
        elif token.type == "div_close":
            if around and around[-1].type == "div_open":
                close(line + 1, token)
            elif around and around[-1].type == "too_deep":
                around.pop()
            else:
                complaints.append((line + 1, "a closing line of colons without a div to close"))
        else:
            if token.nesting == -1:
                while around and around[-1].type in {"div_open", "too_deep"}:
                    close_unclosed(line) if around[-1].type == "div_open" else around.pop()
                around.pop()
            elif token.nesting == 1:
                around.append(token)
            paired.append(token)
    last = state.src.count("\n") + 1
    while around:
        close_unclosed(last) if around[-1].type == "div_open" else around.pop()
    state.tokens = paired
