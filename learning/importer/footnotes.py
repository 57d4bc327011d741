"""Footnotes, definition lists and formulas of Markdown's dialects, turned into what every lesson can hold.

A footnote stays where its text stands, behind its raised name; a term is a bold line; a formula is code, and named.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from .divs import Div

FORMULA = "a formula; it is shown as its source"


def footnotes_plugin(md: MarkdownIt) -> None:
    md.use(footnote_plugin, inline=False, move_to_end=False)
    md.core.ruler.push("footnotes", _footnotes)


def definitions_plugin(md: MarkdownIt) -> None:
    md.use(deflist_plugin)
    md.core.ruler.push("definitions", _definitions)


def formulas_plugin(md: MarkdownIt) -> None:
    md.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    md.core.ruler.push("formulas", _formulas)


def _plain_div(token: Token) -> None:
    token.type = "div_open" if token.nesting > 0 else "div_close"
    token.meta = {"div": Div("div")}


def _raised(words: str) -> list[Token]:
    text = Token("text", "", 0, content=words)
    return [
        Token("html_inline", "", 0, content="<sup>"),
        text,
        Token("html_inline", "", 0, content="</sup>"),
    ]


def _footnotes(state: StateCore) -> None:
    waiting = ""  # the name of a footnote whose first words are still to come
    found: list[Token] = []
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            waiting = str(token.meta.get("label", ""))
            _plain_div(token)
        elif token.type == "footnote_reference_close":
            if waiting:  # nothing in it that could follow the name
                found += _paragraph(_raised(waiting), token.map)
            waiting = ""
            _plain_div(token)
        elif token.type == "inline":
            children: list[Token] = []
            for child in token.children or []:
                known = child.type == "footnote_ref"
                children += _raised(str(child.meta.get("label", ""))) if known else [child]
            if waiting:
                children = [*_raised(waiting), Token("text", "", 0, content=" "), *children]
                waiting = ""
            token.children = children
        found.append(token)
    state.tokens = found


def _paragraph(children: list[Token], lines: list[int] | None) -> list[Token]:
    return [
        Token("paragraph_open", "p", 1, block=True, map=lines),
        Token("inline", "", 0, children=children, block=True, map=lines),
        Token("paragraph_close", "p", -1, block=True),
    ]


def _definitions(state: StateCore) -> None:
    term = False
    for token in state.tokens:
        if token.type in {"dl_open", "dl_close", "dd_open", "dd_close"}:
            _plain_div(token)
        elif token.type in {"dt_open", "dt_close"}:
            term = token.nesting > 0
            token.type, token.tag = f"paragraph_{'open' if term else 'close'}", "p"
        elif term and token.type == "inline":
            strong = [Token("strong_open", "strong", 1), Token("strong_close", "strong", -1)]
            token.children = [strong[0], *(token.children or []), strong[1]]


def _formulas(state: StateCore) -> None:
    complaints = state.env.setdefault("complaints", [])
    for token in state.tokens:
        if token.type == "math_block":
            token.type, token.tag, token.info = "fence", "code", "text"
            token.content = f"{token.content.strip(chr(10))}\n"
            complaints.append(((token.map or [0])[0] + 1, FORMULA))
        for child in token.children or []:
            if child.type in {"math_inline", "math_inline_double"}:
                child.type, child.tag = "code_inline", "code"
                complaints.append(((token.map or [0])[0] + 1, FORMULA))
