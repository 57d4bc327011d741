"""Code fences: programs with what they print, and terminal sessions."""

from html import escape

from markdown_it.tree import SyntaxTreeNode

from . import attributes
from .markdown import line_of
from .reading import Reading
from .report import Weight
from .streams import Item, Stream

OUTPUTS = {"output": "output", "error": "error", "stdout": "output", "stderr": "error", "traceback": "error"}
SESSIONS = {
    "console": "bash", "shell-session": "bash", "sh-session": "bash", "bash-session": "bash", "terminal": "bash",
    "zsh-session": "zsh", "pycon": "python", "python-console": "python", "ipython": "python",
    "powershell-session": "powershell", "ps1con": "powershell", "pwsh-session": "powershell", "doscon": "cmd",
    "cmd-session": "cmd",
}  # fmt: skip
# The languages a code block knows; a test compares them with the block's own list.
LANGUAGES = {
    "python", "pycon", "bash", "powershell", "html", "css", "javascript", "json", "yaml", "toml", "sql", "django",
    "markdown", "diff", "text",
}  # fmt: skip
ALIASES = {
    "": "text", "source": "text", "plaintext": "text", "plain": "text", "txt": "text", "none": "text", "csv": "text",
    "py": "python", "python3": "python", "py3": "python", "sh": "bash", "shell": "bash", "zsh": "bash", "js": "javascript",
    "yml": "yaml", "md": "markdown", "htm": "html", "xml": "html", "svg": "html", "ps1": "powershell",
    "pwsh": "powershell", "html+django": "django", "jinja": "django", "jinja2": "django", "patch": "diff",
    "sqlite": "sql", "postgresql": "sql", "json5": "json",
}  # fmt: skip
SNIPPET = "--8<--"  # MkDocs puts another file there
HIGHLIGHT = set("0123456789,- ")
TITLE_LIMIT = 200


def escaped(text: str) -> str:
    return escape(text, quote=False)


def info_of(node: SyntaxTreeNode) -> tuple[str, dict[str, str]]:
    """The language of a fence, small letters, and its attributes."""
    info = (node.info or "").strip()
    before, brace, after = info.partition("{")
    found = attributes.parse(brace + after)
    given = found[0] if found else {}
    if not brace and "=" in before:  # MkDocs and others: python title="loop.py" hl_lines="2 3"
        words = before.split()
        start = 0 if "=" in words[0] else len(words[0])
        said = attributes.parse("{" + before[start:].strip() + "}")
        before, given = (before[:start], said[0]) if said else (before, given)
    words = before.split() or given.get("class", "").split() or after.replace(",", " ").strip("} ").split()
    return (words[0].lower().lstrip(".") if words else "", given)


def trailing_attributes(text: str) -> tuple[str, dict[str, str]]:
    """Take the attributes off the end of a heading: `Loops {#loops}`."""
    start = text.rfind("{")
    found = attributes.parse(text, start) if start >= 0 else None
    if found is None or text[found[1] :].strip():
        return text, {}
    return text[:start].rstrip(), found[0]


def code_of(node: SyntaxTreeNode) -> str:
    return node.content.removesuffix("\n")


def add_code(node: SyntaxTreeNode, stream: Stream, reading: Reading, title: str = "") -> None:
    """Add a fence: as an output of the code just before, as a session, or as code of its own."""
    language, given = info_of(node)
    given = {"title": title, **given} if title else given
    code, line = code_of(node), line_of(node)
    if not code.strip():
        reading.complain(line, "an empty code fence", Weight.NOTE)
        return
    if code.lstrip().startswith(SNIPPET):
        reading.complain(line, f"a template command ({SNIPPET})")
    if language in OUTPUTS:
        add_output(OUTPUTS[language], code, line, stream, reading)
    elif language in SESSIONS:
        value = {
            "shell": SESSIONS[language],
            "session": code,
            "caption": given.get("caption", "") or given.get("title", ""),
        }
        stream.add("terminal", value, line)
    else:
        stream.add("code", code_value(code, known(language, line, reading), given), line)


def known(language: str, line: int, reading: Reading) -> str:
    """The language as code blocks call it; plain text if they do not know it."""
    language = ALIASES.get(language, language)
    if language in LANGUAGES:
        return language
    reading.complain(line, f"code in “{language}” is shown without colors", Weight.NOTE)
    return "text"


def code_value(code: str, language: str, given: dict[str, str] | None = None) -> dict:
    """The value of a code block without outputs."""
    given = given or {}
    highlight = given.get("highlight", "") or ",".join(given.get("hl_lines", "").split())
    return {
        "language": language,
        "code": code,
        "caption": given.get("caption", "") or given.get("title", ""),
        "highlight": highlight if set(highlight) <= HIGHLIGHT else "",
        "outputs": [],
    }


def add_output(kind: str, text: str, line: int, stream: Stream, reading: Reading) -> None:
    before = stream.last
    if before and before.type == "code" and before.value["caption"] not in reading.labels.standalone:
        before.value["outputs"].append(Item({"kind": kind, "text": text}))
    elif before and before.type == "terminal":
        before.value["session"] += f"\n{text}"
    else:
        caption = reading.labels.error if kind == "error" else reading.labels.output
        stream.add("code", code_value(text, "text", {"caption": caption}), line)
