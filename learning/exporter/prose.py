"""Rich text as Markdown: paragraphs, lists and rules, with whatever could be mistaken for markup escaped.

Two hands: `Hand.MARKS` writes styles as people do, `Hand.TAGS` as the HTML tags that the importer understands, for
the rare places where marks would not be read as what they mean (a style that ends in a space, say).
"""

from enum import Enum

from learning.importer.canonical import Part
from learning.importer.htmltags import EndTag, StartTag, events

MARKS = {"b": "**", "i": "*", "s": "~~"}
LIST_MARKS = {"ul": ("-", "+"), "ol": (".", ")")}
ALWAYS = set("\\`*[]<")


class Hand(Enum):
    """How styles are written."""

    MARKS = "marks"
    TAGS = "tags"


def escaped(text: str, *, after_markup: bool = False, cell: bool = False) -> str:
    """Plain text that Markdown reads as the very same text."""
    said: list[str] = []
    for place, letter in enumerate(text):
        before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
        said.append(f"\\{letter}" if _is_markup(letter, before, after, cell=cell) else letter)
    if after_markup and text.startswith("{") and said[0] == "{":
        said[0] = "\\{"
    joined = "".join(said)
    return joined.replace("---", "\\-\\-\\-") if "---" in joined else joined


def _is_markup(letter: str, before: str, after: str, *, cell: bool) -> bool:
    if letter in ALWAYS:
        return True
    match letter:
        case "_":
            return not (before.isalnum() and after.isalnum())
        case "~":
            return "~" in (before, after)
        case "&":
            return after == "#" or after.isalpha()
        case "{":
            return before == "{" or after in {"{", "%", ":"}
        case "%" | ":":
            return before == "{"
        case "!":
            return not after or after == "["
        case "|":
            return cell
    return False


def begun(line: str) -> str:
    """A line whose first letters are no list, heading, quote, fence or div."""
    if not line:
        return line
    digits = len(line) - len(line.lstrip("0123456789"))
    if 0 < digits <= 9 and line[digits : digits + 1] in {".", ")"}:
        return f"{line[:digits]}\\{line[digits:]}"
    if line[0] in "#>+-=|~" or line.startswith(":::"):
        return f"\\{line}"
    return line


def address(href: str) -> str:
    """The address of a link as it stands in round brackets."""
    if href and not any(letter.isspace() or letter in "()<>\\&" for letter in href):
        return href
    kept = "".join(f"\\{letter}" if letter in "<>\\&" else letter for letter in href)
    return f"<{kept}>"


def code(text: str, *, cell: bool = False) -> str:
    """Inline code, fenced with one more backtick than it holds."""
    longest, run = 0, 0
    for letter in text:
        run = run + 1 if letter == "`" else 0
        longest = max(longest, run)
    fence = "`" * (longest + 1)
    pad = (
        " " if text[:1] == "`" or text[-1:] == "`" or (text[:1] == text[-1:] == " " and text.strip()) else ""
    )
    inside = text.replace("|", "\\|") if cell else text
    return f"{fence}{pad}{inside}{pad}{fence}"


def _link_end(attributes: dict[str, str]) -> str:
    end = f"]({address(attributes.get('href', ''))})"
    if attributes.get("page"):
        return f"{end}{{page={attributes['page']}}}"
    return f"{end}{{.file}}" if attributes.get("file") else end


def _link_tag(attributes: dict[str, str]) -> str:
    said = (
        f'{name}="{value.replace("&", "&amp;").replace('"', "&quot;")}"' for name, value in attributes.items()
    )
    return f"<a {' '.join(said)}>"


def inline(html: str, hand: Hand = Hand.MARKS, *, cell: bool = False) -> str:
    """One line of rich text in its canonical spelling, as Markdown."""
    said: list[str] = []
    links: list[dict[str, str]] = []
    coded: list[str] | None = None
    after_markup = False
    for event in events(html):
        match event:
            case str() if coded is not None:
                coded.append(event)
            case str():
                said.append(escaped(event, after_markup=after_markup, cell=cell))
            case StartTag("code") if hand == Hand.MARKS:
                coded = []
            case EndTag("code") if hand == Hand.MARKS:
                said.append(code("".join(coded or []), cell=cell))
                coded = None
            case StartTag("br"):
                said.append("<br>")
            case StartTag("a", attributes):
                links.append(attributes)
                said.append("[" if hand == Hand.MARKS else _link_tag(attributes))
            case EndTag("a"):
                attributes = links.pop() if links else {}
                said.append(_link_end(attributes) if hand == Hand.MARKS else "</a>")
            case StartTag(tag) | EndTag(tag) if tag in MARKS and hand == Hand.MARKS:
                said.append(MARKS[tag])
            case StartTag(tag):
                said.append(f"<{tag}>")
            case EndTag(tag):
                said.append(f"</{tag}>")
        after_markup = not isinstance(event, str)
    return "".join(said)


def paragraphs(parts: list[Part], hand: Hand = Hand.MARKS) -> str:
    """Rich text as Markdown; two lists that meet get marks of their own, so that they stay two."""
    said: list[str] = []
    turn = 0
    for place, part in enumerate(parts):
        if part.tag == "p":
            said.append(begun(inline(part.html, hand)))
        elif part.tag == "hr":
            said.append("***")
        else:
            turn = 1 - turn if place and parts[place - 1].tag == part.tag else 0
            said.append(_list(part, hand, turn))
    return "\n\n".join(said)


def _list(part: Part, hand: Hand, turn: int) -> str:
    lines: list[str] = []
    for number, item in enumerate(part.items, 1):
        mark = LIST_MARKS[part.tag][turn]
        head = f"{number}{mark} " if part.tag == "ol" else f"{mark} "
        words, inner = (item[0].html, item[1:]) if item and item[0].tag == "p" else ("", item)
        first = begun(inline(words, hand))
        lines.append(f"{head}{first}".rstrip())
        for nested in inner:
            text = begun(inline(nested.html, hand)) if nested.tag == "p" else _list(nested, hand, 0)
            lines += [
                f"{' ' * len(head)}{line}"
                for line in ("\n" + text if nested.tag == "p" else text).split("\n")
            ]
    return "\n".join(line.rstrip() for line in lines)
