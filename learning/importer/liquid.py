"""GitBook's blocks for markdown-it: a line `{% hint style="info" %}` opens a box and `{% endhint %}` closes it.

They become the marks of fenced divs, which divs.py pairs. A tag nobody knows stays text, and the report names it.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from . import attributes
from .admonitions import ALTERNATIVES, line_at
from .divs import Div
from .inline import plain
from .markdown import inline

HINTS = {"info": "info", "success": "tip", "tip": "tip", "warning": "warning", "danger": "danger"}
PLAIN = {"content-ref", "stepper", "step", "columns", "column", "updates", "update", "embed", "file"}
OPEN = "liquid boxes"  # in the parser's state: the tags that wait for their end


def liquid_plugin(md: MarkdownIt) -> None:
    md.block.ruler.before("fence", "liquid", _tag, ALTERNATIVES)


def heard(line: str) -> tuple[str, dict[str, str]] | None:
    """The name and the attributes of a line that is one tag."""
    if not (line.startswith("{%") and line.endswith("%}")) or line.count("{%") != 1 or len(line) < 5:
        return None
    name, _space, rest = line[2:-2].strip().partition(" ")
    found = attributes.parse("{" + rest.strip() + "}") if rest.strip() else ({}, 0)
    return (name, found[0]) if found else None


def _tag(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    found = heard(line_at(state, start))
    if found is None:
        return False
    name, given = found
    waiting: list[str] = state.env.setdefault(OPEN, [])
    closes = name.removeprefix("end") if name.startswith("end") else ""
    if closes:
        if closes not in waiting and closes not in {"embed", "file"}:
            return False
    elif name not in PLAIN and name not in {"hint", "tabs", "tab", "code"}:
        return False
    if silent:
        return True
    mark = [start, start + 1]
    state.line = start + 1
    if name in {"embed", "file"}:
        _link(state, given.get("url") or given.get("src") or "", mark)
    elif closes in waiting:
        del waiting[len(waiting) - 1 - waiting[::-1].index(closes)]
        state.push("div_close", "div", 0).map = mark
    elif not closes:
        waiting.append(name)
        token = state.push("div_open", "div", 0)
        token.map, token.meta = mark, {"div": opened(name, given)}
    return True


def opened(name: str, given: dict[str, str]) -> Div:
    """The div that stands for a tag."""
    if name == "hint":
        style = given.get("style", "info")
        return Div(HINTS.get(style, "info"), "", {}, titled=False)
    if name == "tabs":
        return Div("tab set")
    if name == "tab":
        return Div("tab panel", plain(inline(given.get("title", ""))), {}, titled=True)
    if name == "code":
        return Div("titled code", given.get("title", ""), {}, titled=True)
    return Div("div")


def _link(state: StateBlock, address: str, mark: list[int]) -> None:
    """Something embedded from elsewhere is a link to it; nothing is loaded from there."""
    if not address:
        return
    state.push("paragraph_open", "p", 1).map = mark
    token = state.push("inline", "", 0)
    token.map, token.content, token.children = mark, "", []
    link = Token("link_open", "a", 1, attrs={"href": address})
    token.children = [link, Token("text", "", 0, content=address), Token("link_close", "a", -1)]
    state.push("paragraph_close", "p", -1)
