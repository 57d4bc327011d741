"""MkDocs' indented boxes for markdown-it: `!!! note "Title"`, `??? tip "Title"` that opens, and `=== "Tab"` content tabs.

A line with a marker opens a box; what follows it, indented by four, is its content. The tokens are those of fenced divs.
"""

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from .divs import Div
from .inline import plain
from .markdown import inline

INDENT = 4
ALTERNATIVES: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
TAB_MARKS = ("=== ", "===! ", "===+ ")
# MkDocs' kinds of boxes and ours; the words of the first come as the title if the source gives none.
KINDS = {
    "note": "note", "info": "info", "tip": "tip", "hint": "tip", "important": "important", "warning": "warning",
    "caution": "warning", "attention": "warning", "danger": "warning",
}  # fmt: skip
TITLED = {
    "abstract": "note", "summary": "note", "tldr": "note", "todo": "note", "success": "tip", "check": "tip", "done": "tip",
    "question": "note", "help": "note", "faq": "note", "failure": "warning", "fail": "warning", "missing": "warning",
    "error": "warning", "bug": "warning", "example": "note", "quote": "note", "cite": "note", "seealso": "note",
}  # fmt: skip


def admonitions_plugin(md: MarkdownIt) -> None:
    md.block.ruler.before("fence", "content_tabs", _tabs, ALTERNATIVES)
    md.block.ruler.before("fence", "admonition", _admonition, ALTERNATIVES)
    md.core.ruler.after("div_pairs", "boxes", as_divs)


def as_divs(state: StateCore) -> None:
    """Indented boxes are whole from the start; once the fenced ones are paired too, they are all of one kind."""
    for token in state.tokens:
        if token.type in {"box_open", "box_close"}:
            token.type = token.type.replace("box", "div")


def box(opened: Div, start: int, end: int) -> tuple[Token, Token]:
    """The opening and the closing token of a box."""
    first = Token("box_open", "div", 1, block=True, map=[start, end], meta={"div": opened})
    return first, Token("box_close", "div", -1, block=True)


def heard(line: str) -> Div | None:
    """What an opening line of an admonition says, or None if it opens nothing."""
    mark = next((mark for mark in ("!!!", "???+", "???") if line.startswith(mark)), "")
    rest = line[len(mark) :]
    if not mark or not rest.strip() or (mark != "???+" and not rest[0].isspace()):
        return None
    names, quote, title = rest.partition('"')
    title, closed, after = title.rpartition('"')
    if quote and (not closed or after.strip()):
        return None
    words = names.lower().split()
    if any(not word.replace("-", "").replace("_", "").isalnum() for word in words):
        return None
    kind = words[0] if words else "note"
    said = plain(inline(title)) if quote else ""
    if mark != "!!!":
        return Div("reveal", said or kind.capitalize(), {}, titled=True)
    if not quote and kind not in KINDS:
        said = kind.replace("-", " ").capitalize()
    return Div(KINDS.get(kind) or TITLED.get(kind, "note"), said, {}, titled=True)


def _admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = line_at(state, start)
    opened = None if state.is_code_block(start) or line[:1] not in {"!", "?"} else heard(line)
    if opened is None:
        return False
    if not silent:
        add_indented(state, start, end, opened)
    return True


def _tabs(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Tabs that follow each other are one set."""
    if state.is_code_block(start) or tab_label(line_at(state, start)) is None:
        return False
    if silent:
        return True
    opening, closing = box(Div("tab set"), start, start + 1)
    _push(state, opening)
    line = start
    while line < end and _is_tab(state, line):
        label = plain(inline(tab_label(line_at(state, line)) or ""))
        add_indented(state, line, end, Div("tab panel", label, {}, titled=True))
        line = state.line
        while line < end and state.isEmpty(line):
            line += 1
    opening.map = [start, state.line]
    _push(state, closing)
    return True


def _is_tab(state: StateBlock, line: int) -> bool:
    level = state.sCount[line] - state.blkIndent
    return 0 <= level < INDENT and tab_label(line_at(state, line)) is not None


def tab_label(line: str) -> str | None:
    """The label on a tab, or None if the line opens none (three equals signs also underline a heading)."""
    mark = next((mark for mark in TAB_MARKS if line.startswith(mark)), "")
    said = line[len(mark) :].strip()
    quoted = len(said) > 1 and said[0] == said[-1] and said[0] in {'"', "'"}
    return said[1:-1] if mark and quoted else None


def line_at(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def add_indented(state: StateBlock, start: int, end: int, opened: Div) -> None:
    """Add a box with the indented lines below its opening line."""
    indent, last = state.sCount[start] + INDENT, start + 1
    for line in range(start + 1, end):
        if state.isEmpty(line):
            continue
        if state.sCount[line] < indent:
            break
        last = line + 1
    opening, closing = box(opened, start, last)
    _push(state, opening)
    _within(state, last, indent, lambda: state.md.block.tokenize(state, start + 1, last))
    _push(state, closing)
    state.line = last


def _within(state: StateBlock, last: int, indent: int, read: Callable[[], None]) -> None:
    kept = (state.parentType, state.lineMax, state.blkIndent)
    state.parentType, state.lineMax, state.blkIndent = "blockquote", last, indent
    read()
    state.parentType, state.lineMax, state.blkIndent = kept


def _push(state: StateBlock, token: Token) -> None:
    """As the state's own push, for a token that is made already."""
    if token.nesting < 0:
        state.level -= 1
    token.level = state.level
    if token.nesting > 0:
        state.level += 1
    state.tokens.append(token)
