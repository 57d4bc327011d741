"""What search needs of the database beside Wagtail's index: how words are read, and which words there are.

PostgreSQL: the text search configuration `site_search` folds accents and knows the stems of English, but drops no
word ("for" and "while" matter in a course on Python); the table `cms_searchword` is kept by a trigger and searched by
trigrams. SQLite: the same name is a view of the words in the index, which FTS5 keeps by itself.

The extensions `unaccent` and `pg_trgm` are trusted ones, so an owner of the database may create them. Where that is not
allowed the migration says so and goes on: search then wants the right accents and guesses with less.
"""

import sys

from django.db import Error, migrations, transaction

VOCABULARY = "CREATE VIRTUAL TABLE cms_searchword USING fts5vocab('wagtailsearch_indexentry_fts', 'row')"

STEMS = "CREATE TEXT SEARCH DICTIONARY site_stem (TEMPLATE = snowball, Language = english)"
CONFIGURATION = "CREATE TEXT SEARCH CONFIGURATION site_search (COPY = simple)"
MAPPING = (
    "ALTER TEXT SEARCH CONFIGURATION site_search "
    "ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH {dictionaries}"
)
WORDS = """
CREATE TABLE cms_searchword (term varchar(40) PRIMARY KEY);
CREATE FUNCTION cms_words_of(content text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT term FROM unnest(tsvector_to_array(to_tsvector('simple', content))) AS term
    WHERE length(term) BETWEEN 4 AND 40 AND term !~ '[^[:alpha:]]' ORDER BY term
$$;
CREATE FUNCTION cms_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cms_searchword SELECT cms_words_of(NEW.title_text || ' ' || NEW.body_text) ON CONFLICT DO NOTHING;
    RETURN NULL;
EXCEPTION WHEN program_limit_exceeded THEN
    RETURN NULL;  -- a text longer than a vector holds keeps nobody from publishing it
END
$$;
CREATE TRIGGER cms_keep_words AFTER INSERT OR UPDATE OF title_text, body_text ON wagtailsearch_indexentry
    FOR EACH ROW EXECUTE FUNCTION cms_keep_words();
"""
# What is indexed already, read again by the new configuration; `update_index` gives the finer weights back.
AGAIN = """
UPDATE wagtailsearch_indexentry SET
    title = setweight(to_tsvector('site_search', title_text), 'A'),
    body = setweight(to_tsvector('site_search', body_text), 'D');
INSERT INTO cms_searchword SELECT DISTINCT term FROM wagtailsearch_indexentry, cms_words_of(title_text) AS term
    UNION SELECT term FROM wagtailsearch_indexentry, cms_words_of(body_text) AS term;
"""
TRIGRAMS = "CREATE INDEX cms_searchword_near ON cms_searchword USING gist (term gist_trgm_ops)"
GONE = """
DROP TRIGGER IF EXISTS cms_keep_words ON wagtailsearch_indexentry;
DROP FUNCTION IF EXISTS cms_keep_words();
DROP FUNCTION IF EXISTS cms_words_of(text);
DROP TABLE IF EXISTS cms_searchword;
UPDATE wagtailsearch_indexentry SET
    title = setweight(to_tsvector(title_text), 'A'), body = setweight(to_tsvector(body_text), 'D');
DROP TEXT SEARCH CONFIGURATION IF EXISTS site_search;
DROP TEXT SEARCH DICTIONARY IF EXISTS site_stem;
"""  # the extensions stay: something else may use them by now


def _extension(schema_editor, name: str, what_is_missed: str) -> bool:
    """Create an extension where we may; where not, say what is missed without it."""
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
    except Error as refused:
        sys.stderr.write(
            f"\n  The database did not let us create the extension {name}: {str(refused).strip()}\n"
            f"  Without it {what_is_missed}. Ask who runs the database to create it, then migrate cms back and forth.\n"
        )
        return False
    return True


def forward(apps, schema_editor) -> None:
    connection = schema_editor.connection
    if connection.vendor == "sqlite":
        schema_editor.execute(VOCABULARY)
    if connection.vendor != "postgresql":
        return
    folds = _extension(schema_editor, "unaccent", "“cafe” does not find “café”")
    near = _extension(schema_editor, "pg_trgm", "a word with a wrong first letter is not understood")
    schema_editor.execute(STEMS)
    schema_editor.execute(CONFIGURATION)
    schema_editor.execute(MAPPING.format(dictionaries="unaccent, site_stem" if folds else "site_stem"))
    schema_editor.execute(WORDS, params=None)
    schema_editor.execute(AGAIN, params=None)
    if near:
        schema_editor.execute(TRIGRAMS)


def backward(apps, schema_editor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE IF EXISTS cms_searchword")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(GONE, params=None)


class Migration(migrations.Migration):
    dependencies = [("cms", "0004_groups"), ("wagtailsearch", "0010_add_text_fields")]

    operations = [migrations.RunPython(forward, backward)]
