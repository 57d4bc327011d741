"""Whatever a lesson says, its file says the same; and says it in words, not as data, where there are any."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.exporter import proofs
from learning.exporter.content import LessonText
from learning.exporter.lessons import lesson_file
from learning.importer import canonical, menus, shapes

from .samples import AWKWARD, every_block, exercise, html, items, lesson, text, with_exercise


def read_again(made: LessonText):
    """A lesson after it was written and read, as the export would take it, and the text."""
    written, _as_data = lesson_file(made)
    found = proofs.read_back(written, made)
    return found, written


@pytest.mark.parametrize("words", AWKWARD)
def test_every_block_reads_back_as_it_was(words):
    made = lesson(every_block(words))

    found, _written = read_again(made)

    assert proofs.given(found) == [shapes.block(block) for block in made.blocks]
    assert [block["id"] for block in found.blocks] == [block["id"] for block in made.blocks]
    assert [problem for problem in found.problems if problem.weight == "dropped"] == []


@pytest.mark.parametrize("words", AWKWARD)
def test_an_exercise_reads_back_as_it_was_and_is_written_once(words):
    made = with_exercise(words)

    found, written = read_again(made)

    assert proofs.exercises_of(found) == {"swap": menus.exercise(exercise(words))}
    assert [block["value"] for block in proofs.given(found)] == [
        {"exercise": "export/words#swap", "note": words},
        {"exercise": "export/words#swap", "note": ""},
        {"exercise": "export/other#gone", "note": words},
    ]
    assert [made.uuid for made in found.exercises] == ["8fa98d4b-e406-48d0-bd1f-bde19646b0f4"]


def test_ordinary_words_are_never_written_as_data():
    written, as_data = lesson_file(lesson(every_block("Ordinary words, with a comma")))

    assert (as_data, "block-data" in written) == (0, False)


def test_awkward_words_are_hardly_ever_written_as_data():
    """Two spaces in a heading are one to Markdown; and a few more of that kind."""
    told = {words: lesson_file(lesson(every_block(words)))[1] for words in AWKWARD}

    assert {words: number for words, number in told.items() if number} == {
        "--- three ---- four": 1,
        "- no item": 1,
        "---": 1,
        "answer: no": 4,
        "two  spaces": 14,
    }


@pytest.mark.parametrize(
    "block",
    [
        text(""),
        {"type": "text", "value": "<p>a</p><p></p>"},
        {
            "type": "code",
            "value": {"language": "python", "code": "", "caption": "", "highlight": "", "outputs": []},
        },
        {
            "type": "code",
            "value": {"language": "text", "code": "  x\n\n", "caption": " a", "highlight": "", "outputs": []},
        },
        {
            "type": "table",
            "value": {"caption": "", "header": "none", "rows": items(items("a"), items("b", "c"))},
        },
        {"type": "table", "value": {"caption": "", "header": "row", "rows": []}},
        {"type": "quote", "value": {"text": "a\nb", "attribution": "", "url": "https://example.org/"}},
        {"type": "callout", "value": {"kind": "note", "title": "", "content": []}},
        {"type": "key_points", "value": {"points": []}},
        {"type": "heading", "value": {"text": " x", "level": "4", "anchor": "odd-one"}},
    ],
)
def test_what_markdown_cannot_say_is_written_as_data_and_comes_back(block):
    made = lesson([text("before"), block, text("after")])

    found, _written = read_again(made)

    assert proofs.given(found) == [shapes.block(entry) for entry in made.blocks]


def test_two_headings_with_the_same_anchor_stay_as_they_are():
    twice = {"type": "heading", "value": {"text": "Loops", "level": "2", "anchor": "loops"}}

    found, written = read_again(lesson([twice, twice]))

    assert [block["value"]["anchor"] for block in proofs.given(found)] == ["loops", "loops"]
    assert "block-data" in written


def test_links_say_what_they_lead_to():
    page = '<a href="https://example.org/p/#x" page="b5afe648-d70c-45e2-9a47-2ad1dcd46f99">there</a>'
    words = (
        f'<p>{page}{{x}} <a href="02-next.md#part-two">on</a> <a href="files/a.pdf" file="yes">take</a></p>'
    )

    found, written = read_again(lesson([{"type": "text", "value": words}]))

    assert proofs.given(found) == [{"type": "text", "value": canonical.rich(words)}]
    assert "[take](files/a.pdf){.file}" in written
    assert "{page=b5afe648-d70c-45e2-9a47-2ad1dcd46f99}" in written


def test_what_stands_around_the_body_comes_back():
    rich = '<p>First <b>bold</b></p><ul><li>one <a href="https://example.org/">two</a></li></ul>'
    made = lesson(
        [text("x")],
        summary="A: summary",
        teach_minutes=5,
        practice_minutes=7,
        level=3,
        topics=["Lists: all"],
        tags=["a", "b c"],
        authors="Ada, Grace",
        license="CC BY 4.0",
        attribution='<p>From <a href="https://example.org/">here</a>.</p><p>And *there*.</p>',
        completion="checkpoints",
        requires=["other"],
        requires_elsewhere=["b5afe648-d70c-45e2-9a47-2ad1dcd46f99"],
        questions=rich,
        objectives=rich,
        key_points=rich,
        key="c475fc27-c8a9-4fe8-a270-9a171acb6767",
        slug="wörter",
    )

    found, _written = read_again(made)

    assert (found.title, found.summary, found.teach_minutes, found.practice_minutes, found.level) == (
        "Words",
        "A: summary",
        5,
        7,
        3,
    )
    assert (found.topics, found.tags, found.authors, found.license) == (
        ["Lists: all"],
        ["a", "b c"],
        ["Ada", "Grace"],
        "CC BY 4.0",
    )
    assert (found.completion, found.requires) == ("checkpoints", ["other"])
    assert canonical.rich(found.attribution) == made.attribution
    assert (found.questions, found.objectives, found.key_points) == (rich, rich, rich)
    assert (found.lineage.key, found.lineage.slug, found.lineage.requires) == (
        made.key,
        "wörter",
        made.requires_elsewhere,
    )


def test_nothing_said_is_not_the_same_as_not_said():
    found, _written = read_again(lesson([text("x")]))

    assert {"topics", "authors", "license", "attribution"} <= found.stated
    assert (found.topics, found.authors, found.license, found.attribution) == ([], [], "", "")


LETTERS = st.text(alphabet=" abx1`*_[](){}<>#+-.!|~:&\\\"'=\n\u00a0é🎉", min_size=1, max_size=25)
INLINE = st.recursive(
    LETTERS.map(lambda words: html(words.replace("\n", " "))),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["b", "i", "s", "code", "sub", "sup"]), inner),
        inner.map(lambda words: f"{words}<br/>{words}"),
    ),
    max_leaves=5,
)
LIST = st.recursive(
    INLINE.map(lambda words: f"<li>{words}</li>"),
    lambda inner: st.builds(
        "<li>{1}<{0}>{2}</{0}></li>".format,
        st.sampled_from(["ul", "ol"]),
        INLINE,
        st.lists(inner, min_size=1, max_size=2).map("".join),
    ),
    max_leaves=4,
)
PARAGRAPH = st.one_of(
    INLINE.map(lambda words: f"<p>{words}</p>"),
    st.builds(
        "<{0}>{1}</{0}>".format,
        st.sampled_from(["ul", "ol"]),
        st.lists(LIST, min_size=1, max_size=3).map("".join),
    ),
    st.just("<hr/>"),
)
RICH = st.lists(PARAGRAPH, min_size=1, max_size=3).map("".join)
LEAVES = st.one_of(
    RICH.map(lambda words: {"type": "text", "value": words}),
    st.builds(
        lambda words, level, anchor: {
            "type": "heading",
            "value": {"text": words, "level": level, "anchor": anchor},
        },
        LETTERS,
        st.sampled_from("234"),
        st.sampled_from(["", "one", "two"]),
    ),
    st.builds(
        lambda language, code, caption, said: {
            "type": "code",
            "value": {
                "language": language,
                "code": code,
                "caption": caption,
                "highlight": "",
                "outputs": items(*({"kind": "output", "text": each} for each in said)),
            },
        },
        st.sampled_from(["python", "text", "pycon"]),
        LETTERS,
        LETTERS,
        st.lists(LETTERS, max_size=2),
    ),
    st.lists(st.tuples(INLINE, INLINE), min_size=1, max_size=3).map(
        lambda rows: {
            "type": "table",
            "value": {"caption": "", "header": "row", "rows": items(*(items(*row) for row in rows))},
        }
    ),
    st.builds(
        lambda words, who: {"type": "quote", "value": {"text": words, "attribution": who, "url": ""}},
        LETTERS,
        LETTERS,
    ),
)
BLOCKS = st.one_of(
    LEAVES,
    st.builds(
        lambda kind, title, inside: {
            "type": "callout",
            "value": {"kind": kind, "title": title, "content": inside},
        },
        st.sampled_from(["note", "warning"]),
        LETTERS | st.just(""),
        st.lists(LEAVES, max_size=3),
    ),
    st.builds(
        lambda words, choices: {
            "type": "checkpoint",
            "value": {
                "kind": "single",
                "question": f"<p>{html(words)}</p>",
                "code": "",
                "language": "python",
                "answers": [],
                "explanation": "",
                "choices": items(
                    *(
                        {"text": each, "correct": not place, "explanation": each}
                        for place, each in enumerate(choices)
                    )
                ),
            },
        },
        LETTERS,
        st.lists(LETTERS, min_size=2, max_size=3),
    ),
)


@given(st.lists(BLOCKS, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_any_blocks_come_back_and_are_written_the_same_again(blocks):
    made = lesson(blocks)
    written, _as_data = lesson_file(made)

    found = proofs.read_back(written, made)
    again = LessonText(made.name, made.path, made.title, blocks=found.blocks)

    assert proofs.given(found) == [shapes.block(block) for block in made.blocks]
    assert lesson_file(again)[0] == written
