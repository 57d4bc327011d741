"""The kinds of Markdown a folder may be written in: what its parser knows, and what its front matter holds."""

from dataclasses import dataclass

from markdown_it import MarkdownIt

from .admonitions import admonitions_plugin
from .details import alerts_plugin, details_plugin
from .footnotes import definitions_plugin, footnotes_plugin, formulas_plugin
from .liquid import liquid_plugin
from .markdown import MARKDOWN, parser


@dataclass(frozen=True)
class Dialect:
    """How the lessons of a folder are read.

    quiet: front matter that other tools put there for themselves; loose: any heading can be the title, and a
    description is the summary, because nobody wrote these files for a site of lessons.
    """

    markdown: MarkdownIt
    quiet: frozenset[str] = frozenset()
    loose: bool = False


GENERATORS = frozenset(
    {
        "hide", "icon", "template", "status", "search", "comments", "draft", "published", "sidebar_position",
        "sidebar_label", "linkTitle", "type", "aliases", "keywords", "categories", "lastmod", "toc", "nav_exclude",
        "has_children", "grand_parent", "cover", "coverY", "image", "jupyter", "kernelspec", "jupytext", "format", "execute",
        "has_toc", "pagination_next", "pagination_prev", "hidden", "updated", "created", "revision_date",
    }
)  # fmt: skip
PLAIN_RULES = (details_plugin, alerts_plugin, footnotes_plugin)

CLASSIC = Dialect(MARKDOWN)
PLAIN = Dialect(parser(*PLAIN_RULES), GENERATORS, loose=True)
MKDOCS = Dialect(parser(*PLAIN_RULES, definitions_plugin, admonitions_plugin), GENERATORS, loose=True)
MKDOCS_MATH = Dialect(
    parser(*PLAIN_RULES, definitions_plugin, admonitions_plugin, formulas_plugin), GENERATORS, loose=True
)
GITBOOK = Dialect(parser(*PLAIN_RULES, liquid_plugin), GENERATORS, loose=True)
NOTEBOOK = Dialect(parser(*PLAIN_RULES, formulas_plugin), GENERATORS, loose=True)
