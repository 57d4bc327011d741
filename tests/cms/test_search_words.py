"""What the migration of search makes of the database, there and back, and where it may not do everything."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from cms.services import spellings
from tests.factories import learning as make

migration = import_module("cms.migrations.0005_search_words")


def editor(swap: tuple[str, str] = ("", "")) -> SimpleNamespace:
    """A schema editor that works inside the transaction of a test, and on SQLite too; it may swap words of statements."""

    def execute(sql: str, params: object = ()) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql.replace(*swap) if swap[0] else sql, params)

    return SimpleNamespace(connection=connection, execute=execute)


@pytest.fixture(autouse=True)
def nothing_remembered():
    spellings._has_trigrams.cache_clear()
    yield
    spellings._has_trigrams.cache_clear()


def test_back_and_forth_search_still_understands_what_is_indexed(client, home):
    make.lesson("The café", summary="A dictionary keeps pairs.")
    migration.backward(None, editor())
    migration.forward(None, editor())
    for text in ("cafe", "dictionnary", "dictionary pairs"):
        assert [found.title for found in client.get(f"/search/?q={text}").context["outcome"].found] == [
            "The café"
        ]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite needs no extensions")
def test_without_the_extensions_the_migration_says_so_and_search_goes_on(client, home, capsys):
    make.lesson("The café", summary="A dictionary keeps pairs.")
    migration.backward(None, editor())
    migration.forward(None, editor(("EXISTS ", "EXISTS not_there_")))
    told = capsys.readouterr().err
    assert "did not let us create the extension unaccent" in told
    assert "did not let us create the extension pg_trgm" in told
    found = {
        text: bool(client.get(f"/search/?q={text}").context["outcome"].found)
        for text in ("café", "dictionnary")
    }
    assert found == {"café": True, "dictionnary": True}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="FTS5 keeps its words by itself")
def test_a_text_longer_than_a_vector_holds_is_still_published(home):
    lesson = make.lesson("Long")
    long = " ".join(f"{nth:x}word{nth}" for nth in range(100_000))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE wagtailsearch_indexentry SET body_text = %s WHERE object_id = %s", [long, str(lesson.pk)]
        )
        assert cursor.rowcount == 1
