"""What holds for any text at all."""

import json
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from .samples import all_blocks, everything_in, lesson_of, tried

LINES = st.sampled_from(
    [
        "::: callout", ":::: challenge", "::: solution", "::: hint", "::: instructor", "::: tab", "::: checkpoint",
        "::: {.x}", ":::", "::::::", "::: explanation", "::: objectives", "::: discussion", "::: spoiler", "::: video",
        "- [x] yes", "- [ ] no", "answer: 4", "```python", "```output", "```", "~~~", "    indented", "> quoted", "> ```",
        "- item", "  - inner", "1. one", "7) seven", "# Title", "## Part {#part}", "### Part", "| a | b |", "|---|---|",
        "| 1 | 2 | 3 |", "<div>", "</div>", "<!-- note -->", "<kbd>x", "![a](fig/a.png){alt='b'}", "![](no.png)",
        "[l](y.md#z)", "[l]: y.md", "*em", "**bold* x**", "`code", "---", "===", "{{ page.root }}",
        "{% include x %}", "&amp; &#0;", "\\", "", "text", "\ttab", "title: x", "[[[[", "]]", "((",
        "<a href='javascript:x'>x</a>", "![![x](a)](b)", "[s]{.c}",
    ]
)  # fmt: skip
TEXT = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.one_of(LINES, st.builds("{}{}".format, st.sampled_from(["  ", "> ", "- ", "    "]), LINES))
    ).map("\n".join),
    st.text(alphabet=":`~>-#|[](){}!<&*_ \n\\=+'\"x1", max_size=200),
)


class Balanced(HTMLParser):
    """Fails on rich text whose tags do not pair, which Wagtail's editor could not open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in {"br", "hr"}:
            assert self.open.pop() == tag


@given(TEXT)
@tried(120)
def test_any_text_becomes_a_lesson_that_can_be_stored(text):
    lesson = lesson_of(text)

    assert json.loads(json.dumps(lesson.blocks)) == lesson.blocks
    assert lesson.title


@given(TEXT)
@tried(120)
def test_reading_twice_gives_the_same(text):
    assert lesson_of(text) == lesson_of(text)


@given(TEXT)
@tried(120)
def test_rich_text_is_always_well_formed(text):
    lesson = lesson_of(text)
    rich = [block["value"] for block in all_blocks(lesson.blocks) if block["type"] == "text"]

    for html in [*rich, lesson.objectives, lesson.questions, lesson.key_points]:
        parser = Balanced()
        parser.feed(html)
        parser.close()
        assert parser.open == []


@given(TEXT)
@tried(120)
def test_no_box_is_empty_and_none_stands_too_deep(text):
    def check(blocks, allowed):
        for block in blocks:
            assert block["type"] in allowed
            for content in _contents(block):
                assert content or block["type"] == "discussion"
                check(content, INNER if allowed is BODY else LEAF)

    lesson = lesson_of(text)
    check(lesson.blocks, BODY)
    for exercise in lesson.exercises:
        assert exercise.prompt
        check([block.raw() for block in exercise.prompt], INNER)
        check([block.raw() for block in exercise.solution], INNER)


LEAF = {"text", "heading", "code", "terminal", "image", "table", "quote", "video"}
INNER = LEAF | {"callout", "reveal", "tabs"}
BODY = INNER | {"exercise", "checkpoint", "facilitator_note", "discussion", "pair_activity", "external_unit"}


def _contents(block) -> list[list[dict]]:
    value = block["value"]
    if block["type"] == "tabs":
        return [tab["value"]["content"] for tab in value["tabs"]]
    return [value["content"]] if isinstance(value, dict) and "content" in value else []


@st.composite
def documents(draw, depth: int = 0) -> list[str]:
    """Lines of a document, every kind of block in every other; each WORD is to become a word of its own."""
    lines: list[str] = []
    for _count in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(KINDS if depth < 4 else KINDS[:7]))
        if kind in {
            "callout",
            "challenge",
            "solution",
            "hint",
            "instructor",
            "spoiler",
            "tab",
            "discussion",
            "strange",
        }:
            title = ["### WORD", ""] if draw(st.booleans()) else []
            lines += [f"::: {kind}", *title, *draw(documents(depth + 1)), ":::", ""]
        elif kind in {"quote", "bullets", "numbers"}:
            first, others = {"quote": ("> ", "> "), "bullets": ("- ", "  "), "numbers": ("4. ", "   ")}[kind]
            inner = draw(documents(depth + 1))
            lines += [
                f"{first}{inner[0]}",
                *(f"{others}{line}" for line in inner[1:]),
                "",
                "<!-- end -->",
                "",
            ]
        else:
            lines += [*LEAVES[kind], ""]
    return lines


LEAVES = {
    "paragraph": ["WORD *WORD* **WORD** `WORD` [WORD](y.md) WORD<br>WORD <kbd>WORD</kbd>"],
    "heading": ["## WORD"],
    "code": ["```python", "WORD", "```"],
    "output": ["```output", "WORD", "```"],
    "picture": ["WORD ![WORD](fig/a.png){alt='WORD'} WORD"],
    "missing": ["![WORD](no.png){alt='WORD'} WORD"],
    "table": ["| WORD | WORD |", "|---|---|", "| WORD | WORD | WORD |"],
}
KINDS = [
    *LEAVES, "callout", "challenge", "solution", "hint", "instructor", "spoiler", "tab", "discussion", "strange", "quote",
    "bullets", "numbers",
]  # fmt: skip


def numbered(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines with each WORD made unlike any other, and all those words."""
    parts = "\n".join(lines).split("WORD")
    words = [f"word{number}x" for number in range(len(parts) - 1)]
    text = "".join(part + word for part, word in zip(parts, [*words, ""], strict=True))
    return text.split("\n"), words


@given(documents().map(numbered))
@tried(120)
def test_every_word_of_the_source_is_somewhere_in_the_result(document):
    lines, words = document
    said = " ".join(everything_in(lesson_of("\n".join(lines))))

    assert [word for word in words if word not in said] == []


@given(documents().map(numbered))
@tried(120)
def test_the_code_of_every_fence_appears_exactly_once(document):
    lines, words = document
    said = " ".join(everything_in(lesson_of("\n".join(lines))))
    fenced = {line.strip(" >-4.") for before, line in zip(lines, lines[1:], strict=False) if "```" in before}

    assert {word: said.count(word) for word in fenced & set(words)} == dict.fromkeys(fenced & set(words), 1)


@given(documents().map(numbered))
@tried(120)
def test_what_an_instructor_reads_stays_in_facilitator_notes(document):
    lesson = lesson_of("\n".join(["::: instructor", *document[0], ":::"]))

    assert {block["type"] for block in lesson.blocks} <= {"facilitator_note"}
    assert lesson.exercises == []
