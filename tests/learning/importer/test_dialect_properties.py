"""What holds for any text in every dialect: it becomes a lesson, the same each time, and no word is lost."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.importer.dialects import GITBOOK, MKDOCS_MATH, NOTEBOOK, PLAIN

from .samples import everything_in, lesson_of, tried

LINES = st.sampled_from(
    [
        "!!! note", '!!! tip "Title"', "??? question", '???+ note "Open"', '=== "Tab"', '=== "Other"', "===", "Term",
        ":   Definition", "[^1]: note", "text[^1]", '{% hint style="info" %}', "{% endhint %}", "{% tabs %}", "{% x %}",
        '{% tab title="A" %}', "{% endtab %}", "{% endtabs %}", '{% code title="a.py" %}', "{% endcode %}",
        '{% embed url="https://x.org/" %}', "{% endembed %}", "<details>", "<summary>Sum</summary>", "</details>",
        "<details><summary>S</summary>", "> [!NOTE]", "> words", "$$", "$a$", "$$b$$", "::: callout", ":::",
        '```py title="a" hl_lines="1"', "```", "# Title", "## Part { #id }", "- item", "1. one", "| a | b |", "|---|---|",
        "| 1 | 2 | 3 |", "![a](no.png){: width=1 }", "--8<-- 'x'", "", "words", "--- ", "\ttab",
    ]
)  # fmt: skip
PREFIXES = st.sampled_from(["", "", "    ", "        ", "> ", "- ", "  "])
DOCUMENTS = st.lists(st.builds("{}{}".format, PREFIXES, LINES), max_size=14).map("\n".join)
DIALECTS = pytest.mark.parametrize(
    "dialect", [PLAIN, MKDOCS_MATH, GITBOOK, NOTEBOOK], ids=["plain", "mkdocs", "gitbook", "notebook"]
)


@DIALECTS
@given(text=st.one_of(DOCUMENTS, st.text(alphabet="!?=:\"'{}%<>/[]^|`$~*_#- \n\tx1", max_size=120)))
@tried(60)
def test_any_text_becomes_the_same_lesson_each_time(dialect, text):
    lesson = lesson_of(text, dialect)

    assert json.loads(json.dumps(lesson.blocks)) == lesson.blocks
    assert lesson == lesson_of(text, dialect)


BOXES = {
    "mkdocs": [
        ["!!! note", "    {}"], ['??? tip "{}"', "    {}"], ['=== "{}"', "    {}", '=== "{}"', "    {}"],
        ["{}", ":   {}"], ["word[^{n}] {}", "", "[^{n}]: {}"],
    ],
    "gitbook": [
        ['{% hint style="info" %}', "{}", "{% endhint %}"],
        ["{% tabs %}", *['{% tab title="{}" %}', "{}", "{% endtab %}"] * 2, "{% endtabs %}"],
        ['{% code title="{}" %}', "```python", "{}", "```", "{% endcode %}"],
    ],
    "plain": [["<details>", "<summary>{}</summary>", "", "{}", "", "</details>"], ["> [!TIP]", "> {}"]],
}  # fmt: skip


@st.composite
def nested(draw, kind: str, depth: int = 0) -> list[str]:
    """Boxes in boxes; each {} is to become a word of its own."""
    lines: list[str] = []
    for _count in range(draw(st.integers(1, 2))):
        for line in draw(st.sampled_from(BOXES[kind] if depth < 3 else [["{}"]])):
            indent = line[: len(line) - len(line.lstrip(" "))]
            if line.strip() == "{}" and draw(st.booleans()) and "`" not in "".join(lines[-1:]):
                lines += [f"{indent}{inner}".rstrip() for inner in draw(nested(kind, depth + 1))]
            else:
                lines.append(line)
        lines.append("")
    return lines


@pytest.mark.parametrize(
    ("kind", "dialect"), [("mkdocs", MKDOCS_MATH), ("gitbook", GITBOOK), ("plain", PLAIN)], ids=list(BOXES)
)
@given(data=st.data())
@tried(60)
def test_every_word_in_nested_boxes_is_somewhere_in_the_result(kind, dialect, data):
    parts = "\n".join(data.draw(nested(kind))).split("{}")
    words = [f"word{number}x" for number in range(len(parts) - 1)]
    text = "".join(f"{part}{word}" for part, word in zip(parts, [*words, ""], strict=True))
    for number in range(text.count("{n}")):
        text = text.replace("{n}", f"n{number // 2}", 1)
    said = " ".join(everything_in(lesson_of(text, dialect)))

    assert [word for word in words if word not in said] == []
