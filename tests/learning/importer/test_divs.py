"""Fenced divs: boxes, exercises and what belongs to the page."""

from learning.importer.lessons import exercise_data

from .samples import blocks_of, code, complaints_of, lesson_of


def box(name: str, content: list, /, **value) -> tuple:
    return name, {**value, "content": [{"type": kind, "value": said} for kind, said in content]}


def text(html: str) -> tuple:
    return "text", html


def test_both_spellings_of_a_div_and_any_number_of_colons():
    expected = [box("callout", [text("<p>x</p>")], kind="tip", title="")]

    assert blocks_of("::: tip\nx\n:::") == expected
    assert blocks_of(":::::::::::::: tip ::::::::::::::\nx\n::::::") == expected
    assert blocks_of("::: {.tip}\n\nx\n\n:::") == expected


def test_the_first_heading_or_the_words_behind_the_name_are_the_title():
    expected = [box("callout", [text("<p>x</p>")], kind="note", title="Mind this")]

    assert blocks_of("::: callout\n## Mind this\nx\n:::") == expected
    assert blocks_of("::: note Mind this\nx\n:::") == expected


def test_boxes_nest_two_levels_and_deeper_ones_become_a_bold_line():
    assert blocks_of("::: callout\n::: spoiler\n## Open\n::: tip\n### T\nx\n:::\n:::\n:::") == [
        box(
            "callout",
            [box("reveal", [text("<p><b>T</b></p><p>x</p>")], summary="Open")],
            kind="note",
            title="",
        )
    ]


def test_colons_inside_code_are_code():
    assert blocks_of("::: callout\n```python\n:::\n```\n:::") == [
        box("callout", [code(":::")], kind="note", title="")
    ]


def test_unclosed_and_stray_lines_are_named_and_lose_nothing():
    assert blocks_of(":::\n::: callout\nx") == [box("callout", [text("<p>x</p>")], kind="note", title="")]
    assert complaints_of(":::\n::: callout\nx") == [
        "not understood: 1: a closing line of colons without a div to close",
        "not understood: 2: the div “callout” is never closed",
    ]


def test_an_unknown_div_keeps_its_content():
    assert blocks_of("::: figure-panel\nx\n:::") == [text("<p>x</p>")]
    assert complaints_of("::: figure-panel\nx\n:::") == [
        "not understood: 1: a div of the kind “figure-panel”"
    ]


def test_lists_of_the_page_leave_the_body():
    lesson = lesson_of(
        "::: objectives\n- A `b`\n:::\n::: questions\n- Q?\n:::\nText\n::: keypoints\n- K\n:::"
    )

    assert (lesson.objectives, lesson.questions, lesson.key_points) == (
        "<ul><li>A <code>b</code></li></ul>",
        "<ul><li>Q?</li></ul>",
        "<ul><li>K</li></ul>",
    )
    assert [block["value"] for block in lesson.blocks] == ["<p>Text</p>"]


def test_a_challenge_becomes_an_exercise_with_hints_and_every_solution():
    lesson = lesson_of(
        "::: challenge {minutes=10 accepts=link}\n## Swap\nDo it.\n::: starter\n```python\na = 1\n```\n:::\n"
        "::: hint\nThird name.\n:::\n::: solution\n## Solution\nOne\n:::\n::: solution\n### Shorter\nTwo\n:::\n:::"
    )

    assert [block["value"] for block in lesson.blocks] == [{"exercise": "folder/x#swap", "note": ""}]
    assert [exercise_data(made) for made in lesson.exercises] == [
        {
            "title": "Swap",
            "kind": "practice",
            "minutes": 10,
            "starter": "a = 1",
            "release": "always",
            "accepts": "link",
            "peer_reviews": 0,
            "prompt": [{"type": "text", "value": "<p>Do it.</p>"}],
            "hints": [
                {"type": "hint", "value": {"content": [{"type": "text", "value": "<p>Third name.</p>"}]}}
            ],
            "solution": [
                {"type": "text", "value": "<p>One</p>"},
                {"type": "heading", "value": {"text": "Shorter", "level": "4", "anchor": ""}},
                {"type": "text", "value": "<p>Two</p>"},
            ],
        }
    ]


def test_exercises_are_told_apart_by_id_and_by_title():
    lesson = lesson_of(
        "::: challenge\n## A\nx\n:::\n::: challenge\n## A\ny\n:::\n::: homework {#h}\n## B\nz\n:::"
    )

    assert [(made.key, made.kind, made.release) for made in lesson.exercises] == [
        ("folder/x#a", "practice", "always"),
        ("folder/x#a-1", "practice", "always"),
        ("folder/x#h", "homework", "after_accept"),
    ]


def test_an_exercise_or_a_note_for_facilitators_leaves_the_box_it_stands_in():
    lesson = lesson_of("::: callout\na\n::: challenge\n## C\nb\n::: instructor\nsecret\n:::\n:::\n:::\nend")

    assert [block["type"] for block in lesson.blocks] == ["callout", "exercise", "facilitator_note", "text"]
    assert "secret" not in str(exercise_data(lesson.exercises[0]))


def test_a_challenge_for_facilitators_stays_with_them():
    lesson = lesson_of("::: instructor\n## Extra\n::: challenge\n## C\nx\n::: solution\ny\n:::\n:::\n:::")

    assert lesson.exercises == []
    assert [(block["type"], block["value"]) for block in lesson.blocks] == [
        box(
            "facilitator_note",
            [
                box(
                    "callout",
                    [text("<p>x</p><p><b>Solution</b></p><p>y</p>")],
                    kind="note",
                    title="C",
                )
            ],
            title="Extra",
        )
    ]


def test_tabs_follow_their_headings():
    assert blocks_of("::: group-tab\nFirst.\n### Windows\nw\n### macOS\nm\n:::") == [
        text("<p>First.</p>"),
        (
            "tabs",
            {
                "tabs": [
                    {
                        "type": "item",
                        "value": {"label": name, "content": [{"type": "text", "value": f"<p>{said}</p>"}]},
                    }
                    for name, said in (("Windows", "w"), ("macOS", "m"))
                ]
            },
        ),
    ]


def test_things_to_do_together():
    assert blocks_of(
        "::: discussion {minutes=5}\nWhy?\n\n- a\n:::\n::: pair-activity {minutes=15}\n## Swap\nRead.\n:::"
    ) == [
        box("discussion", [text("<ul><li>a</li></ul>")], prompt="<p>Why?</p>", minutes=5),
        box("pair_activity", [text("<p>Read.</p>")], title="Swap", minutes=15),
    ]


def test_cards_lead_elsewhere_and_need_their_attributes():
    assert blocks_of('::: video {url="https://example.org/v"}\n## Start\nSaid.\n:::') == [
        (
            "video",
            {"title": "Start", "url": "https://example.org/v", "file": None, "transcript": "<p>Said.</p>"},
        )
    ]
    assert complaints_of("::: video\nSaid.\n:::") == [
        'not understood: 1: a video needs an address, url="https://…", and its transcript as text'
    ]
    assert blocks_of(
        '::: external-unit {course="C" unit="Week 3" url="https://example.org" hours=3}\n:::'
    ) == [
        (
            "external_unit",
            {
                "course": "C",
                "unit": "Week 3",
                "url": "https://example.org",
                "hours": "3.0",
                "due": None,
                "note": "",
            },
        )
    ]
