"""Languages are named in the reader's language, with a capital where that language wants one."""

import pytest
from django.utils.translation import override

from cms import language_names


@pytest.mark.parametrize(
    ("reader", "alone", "in_sentence"),
    [("en", "French", "French"), ("es", "Francés", "francés"), ("fr", "Français", "français")],
)
def test_a_language_is_written_as_the_reader_writes_it(reader, alone, in_sentence):
    with override(reader):
        assert (language_names.alone("fr"), language_names.in_sentence("fr")) == (alone, in_sentence)


def test_a_language_django_has_no_name_for_is_named_too():
    found = []
    for reader in ("en", "es", "fr", "de"):
        with override(reader):
            found.append((language_names.alone("zu"), language_names.in_sentence("yo")))
    assert found == [("Zulu", "Yoruba"), ("Zulú", "yoruba"), ("Zoulou", "yoruba"), ("Zulu", "yoruba")]
    assert {"yo", "en", "fil"} <= language_names.known()
    assert "pt-br" not in language_names.known()


def test_a_code_nobody_knows_stays_a_code():
    assert (language_names.alone("xx"), language_names.in_sentence("xx")) == ("xx", "xx")
