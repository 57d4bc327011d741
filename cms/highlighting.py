"""Colored code, done on the server: a few roles as classes instead of colors, and emphasized lines."""

import re
from functools import cache, lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType
from pygments.util import ClassNotFound

# The first role that a token or one of its parents has. What is not named here is ink.
ROLES: dict[_TokenType, str] = {
    Token.Comment: "comment",
    Token.Comment.Preproc: "keyword",
    Token.Keyword: "keyword",
    Token.Keyword.Constant: "number",
    Token.Operator.Word: "keyword",
    Token.Name.Builtin: "builtin",
    Token.Name.Builtin.Pseudo: "keyword",
    Token.Name.Exception: "builtin",
    Token.Name.Function: "name",
    Token.Name.Class: "name",
    Token.Name.Decorator: "name",
    Token.Name.Tag: "keyword",
    Token.Name.Attribute: "name",
    Token.Name.Variable: "name",
    Token.Literal.String: "string",
    Token.Literal.String.Doc: "comment",
    Token.Literal.Number: "number",
    Token.Literal.Date: "number",
    Token.Generic.Prompt: "prompt",
    Token.Generic.Output: "output",
    Token.Generic.Traceback: "error",
    Token.Generic.Error: "error",
    Token.Generic.Heading: "name",
    Token.Generic.Subheading: "name",
    Token.Generic.Inserted: "inserted",
    Token.Generic.Deleted: "deleted",
}
LEXERS = {"django": "html+django", "cmd": "batch"}
SPAN = re.compile(r"^(\d+)(?:-(\d+))?$")
LONGEST = 100_000


@cache
def _lexer(language: str) -> Lexer:
    try:
        return get_lexer_by_name(LEXERS.get(language, language), stripnl=False)
    except ClassNotFound:
        return get_lexer_by_name("text", stripnl=False)


@cache
def _role(token: _TokenType) -> str:
    while token is not Token and token is not None:
        if token in ROLES:
            return ROLES[token]
        token = token.parent
    return ""


def emphasized(spec: str, *, total: int) -> frozenset[int]:
    """Give the line numbers (from 1, at most `total`) that "2,4-6" names; parts that make no sense are left out."""
    numbers: set[int] = set()
    for part in spec.replace(" ", "").split(","):
        if found := SPAN.match(part):
            first, last = int(found[1]), int(found[2] or found[1])
            numbers.update(range(max(first, 1), min(last, total) + 1))
    return frozenset(numbers)


@lru_cache(maxsize=512)
def highlight(code: str, language: str, *, lines: str = "") -> SafeString:
    """Give `code` as safe HTML: `<span class="hl-…">` by role, `<mark class="hl-line">` around emphasized lines.

    The text of the result is `code` itself, without its last line breaks, so that copying it gives the code back.
    An unknown language, and anything unreasonably long, comes out as plain text.
    """
    rows = _colored(code, language)
    marked = emphasized(lines, total=len(rows))
    return mark_safe("".join(_rows(rows, marked)).removesuffix("\n"))


def highlighted_lines(code: str, language: str) -> list[SafeString]:
    """Give each line of `code` as safe HTML, for where lines stand apart; `code.split("\\n")` has as many.

    Empty lines at the end are left out, as by `highlight`.
    """
    return [mark_safe(row) for row in _colored(code, language)]


def _colored(code: str, language: str) -> list[str]:
    code = code.replace("\r\n", "\n").rstrip("\n")
    tokens = _lexer(language if len(code) <= LONGEST else "text").get_tokens(code)
    rows = [""]
    for token, text in tokens:
        role = _role(token)
        for nth, piece in enumerate(text.split("\n")):
            if nth:
                rows.append("")
            if piece:
                shown = escape(piece)
                rows[-1] += f'<span class="hl-{role}">{shown}</span>' if role and piece.strip() else shown
    if len(rows) > 1 and not rows[-1]:
        del rows[-1]  # the lexers end every line, the last one too
    return rows


def _rows(rows: list[str], marked: frozenset[int]) -> list[str]:
    # A marked line is a block of its own and holds its line break, or an empty line would follow it.
    return [
        f'<mark class="hl-line">{row}\n</mark>' if number in marked else f"{row}\n"
        for number, row in enumerate(rows, start=1)
    ]
