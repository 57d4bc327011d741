"""Markdown to a syntax tree: CommonMark, tables, strikethrough, front matter, fenced divs and attributes."""

from collections.abc import Callable
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.front_matter import front_matter_plugin

from .attributes import attributes_plugin
from .divs import divs_plugin

DEEPEST = 40


def parser(*plugins: Callable[[MarkdownIt], None]) -> MarkdownIt:
    """A parser of the importer, with the plugins of a dialect; stateless between documents."""
    md = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    md.use(front_matter_plugin).use(divs_plugin).use(attributes_plugin)
    md.core.ruler.before("div_pairs", "rescue", _rescue)
    for plugin in plugins:
        md.use(plugin)
    return md


@dataclass
class Document:
    """One parsed file. Complaints are (line, sentence); tags are the names of shared link definitions."""

    front: str
    body: list[SyntaxTreeNode]
    complaints: list[tuple[int, str]]
    env: dict = field(default_factory=dict)


def parse(text: str, definitions: str = "", dialect: MarkdownIt | None = None) -> Document:
    """Parse a lesson; `definitions` is Markdown with link definitions that all lessons share."""
    markdown = dialect or MARKDOWN
    env: dict = {}
    if definitions:
        MARKDOWN.parse(definitions, env)
    env = {"references": dict(env.get("references", {})), "complaints": []}
    tokens = markdown.parse(text, env)
    front = ""
    if tokens and tokens[0].type == "front_matter":
        front = tokens.pop(0).content
    return Document(front, list(SyntaxTreeNode(tokens).children), env["complaints"], env)


def inline(text: str, env: dict | None = None) -> SyntaxTreeNode:
    """Parse one line of inline Markdown, such as an extra table cell or a front matter entry."""
    tokens = MARKDOWN.parseInline(text, env if env is not None else {})
    return SyntaxTreeNode(tokens).children[0]


def line_of(node: SyntaxTreeNode) -> int:
    """The first line of a node in its file, counted from 1; 0 if the parser did not say."""
    return node.map[0] + 1 if node.map else 0


def _rescue(state: StateCore) -> None:
    """Below its deepest level the parser skips content in silence: put the raw lines there as a paragraph."""
    lines = state.src.split("\n")
    rescued: list[Token] = []
    for position, token in enumerate(state.tokens):
        rescued.append(token)
        empty = token.nesting == 1 and state.tokens[position + 1].nesting == -1
        if not (empty and token.level >= DEEPEST - 2 and token.map):
            continue
        start, end = token.map
        raw = "\n".join(line.strip() for line in lines[start : max(end, start + 1)])
        inline_token = Token("inline", "", 0, content=raw, map=[start, end], children=[], block=True)
        rescued += [
            Token("paragraph_open", "p", 1, map=[start, end], block=True),
            inline_token,
            Token("paragraph_close", "p", -1, block=True),
        ]
        complaint = (start + 1, "lists or quotes are nested too deep; kept as plain text")
        state.env.setdefault("complaints", []).append(complaint)
    state.tokens = rescued


MARKDOWN = parser()
