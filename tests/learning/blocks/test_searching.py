"""What the search index is told of a lesson: the words, and nothing that is kept back."""

from wagtail.search import index

from learning.models import LessonPage
from tests.learning.blocks.test_rendering import SECRETS


def indexed(page) -> str:
    field = next(
        field
        for field in LessonPage.get_search_fields()
        if isinstance(field, index.SearchField) and field.field_name == "body"
    )
    return (
        "\n".join(field.get_value(page)) if isinstance(field.get_value(page), list) else field.get_value(page)
    )


def test_what_is_kept_back_is_never_found(lesson):
    words = indexed(lesson)
    assert [secret for secret in [*SECRETS, "SOLUTION"] if secret in words] == []


def test_what_a_reader_sees_is_found_at_any_depth(lesson):
    words = indexed(lesson)
    visible = [
        "Where lists begin", "keeps" if "keeps" in words else "A list", "Four boxes", "Ana", "return values[0]", "done",
        "a whole number", "You come to get good.", "Open a terminal.", "Handout to print", "Chapter three.",
        "python -c", "You met it.", "Your editor can.", "Open PowerShell.", "Not the old one.", "They begin at 0.",
        "What gives", "three", "For tonight.", "Read aloud.", "What surprised you?", "An idea.", "Week 3",
    ]  # fmt: skip
    assert [word for word in visible if word not in words] == []


def test_the_words_of_the_menus_are_not_in_it(lesson):
    """Every lesson with a listing would be found by "Python", whatever it is about."""
    words = indexed(lesson).split("\n")
    assert [
        word for word in ("Python", "Output", "Error", "Section", "Tip", "Bash", "First row") if word in words
    ] == []


def test_the_api_tells_neither_answers_nor_notes(lesson):
    shown = [child.block.get_api_representation(child.value) for child in lesson.body]
    assert [secret for secret in SECRETS if secret in str(shown)] == []
