"""The interface in Spanish and French: nothing missing, nothing guessed, and pages that really speak the language."""

import gettext
import re
import shutil
from pathlib import Path

import polib
import pytest
from django.conf import settings

from cms.management.commands.catalogs import PLURALS, extract, path_of

PLACEHOLDER = re.compile(r"%\(\w+\)s|%[sd]|{\w*}|</?\w+>")
ALIAS = re.compile(r"\bn?p?gettext(?:_lazy)? as (?!_\b)\w+")


@pytest.fixture(params=sorted(PLURALS), scope="module")
def catalog(request) -> polib.POFile:
    return polib.pofile(str(path_of(request.param)), wrapwidth=0)


def words(entry: polib.POEntry) -> list[str]:
    """What the entry says in the other language, in all its forms."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def keys(path: Path) -> set[tuple[str, str, str]]:
    """What a catalog has strings for: context, English, English plural."""
    return {(entry.msgctxt or "", entry.msgid, entry.msgid_plural) for entry in polib.pofile(str(path))}


def test_every_string_is_translated_and_none_is_a_guess(catalog):
    empty = [entry.msgid for entry in catalog if not all(words(entry))]
    assert (empty, [entry.msgid for entry in catalog if entry.fuzzy or entry.obsolete]) == ([], [])


def test_every_plural_has_its_forms(catalog):
    wrong = [entry.msgid for entry in catalog if entry.msgid_plural and sorted(entry.msgstr_plural) != [0, 1]]
    assert wrong == []


def test_every_placeholder_is_kept(catalog):
    """The singular may spell its number out; the plural, and all else, names each placeholder of the English."""
    wrong = []
    for entry in catalog:
        english = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
        for source, text in zip(english, words(entry), strict=True):
            if sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(text)):
                wrong.append(text)
    assert wrong == []


def test_lines_and_ends_are_kept(catalog):
    def shape(text: str) -> tuple[int, bool, bool]:
        return text.count("\n"), text[:1].isspace(), text[-1:].isspace()

    wrong = [e.msgid for e in catalog for text in words(e) if shape(text) != shape(e.msgid)]
    assert wrong == []


def test_nothing_is_shouted(catalog):
    texts = [text for entry in catalog for text in (entry.msgid, entry.msgid_plural, *words(entry))]
    assert [text for text in texts if re.search(r"[!¡]", text)] == []


def test_the_two_languages_say_the_same_strings():
    assert keys(path_of("es")) ^ keys(path_of("fr")) == set()


def test_french_keeps_its_marks_with_their_word():
    loose = [
        text
        for entry in polib.pofile(str(path_of("fr")))
        for text in words(entry)
        if re.search(r"[^\s\u00a0][?;»]|« | [?;»]|[^\W\d_] :(?=\s|$)", text)
    ]
    assert loose == []


def test_the_compiled_catalog_says_what_the_readable_one_says(catalog):
    with path_of(catalog.metadata["Language"]).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    expected: dict = {}
    for entry in catalog:
        key = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
        if entry.msgid_plural:
            expected |= {(key, form): text for form, text in entry.msgstr_plural.items()}
        else:
            expected[key] = entry.msgstr
    assert {key: text for key, text in compiled.items() if key} == expected


def test_the_header_is_the_same_on_every_machine(catalog):
    assert sorted(catalog.metadata) == [
        "Content-Transfer-Encoding",
        "Content-Type",
        "Language",
        "MIME-Version",
        "Plural-Forms",
        "Project-Id-Version",
    ]


def test_strings_are_marked_with_names_that_the_extraction_knows():
    modules = [
        path for app in ("cms", "learning", "mentorship") for path in Path(settings.ROOT, app).rglob("*.py")
    ]
    assert [f"{path}: {found[0]}" for path in modules if (found := ALIAS.findall(path.read_text()))] == []


def test_a_page_speaks_the_language_of_its_address(client, languages_ready):
    spoken = {
        "/es/": ["Saltar al contenido", "Iniciar sesión"],
        "/fr/": ["Aller au contenu", "Se connecter"],
        "/es/accounts/login/": ["Tu dirección de correo", "Envíame un código"],
        "/fr/accounts/login/": ["Votre adresse e-mail", "M’envoyer un code"],
        "/es/nothing/": ["Aquí no crece nada"],
        "/fr/nothing/": ["Rien ne pousse ici"],
    }
    pages = {address: client.get(address).text for address in spoken}
    missing = [
        (address, text) for address, said in spoken.items() for text in said if text not in pages[address]
    ]
    assert missing == []


def test_a_member_is_spoken_to_in_the_language_of_the_page(client, member):
    client.force_login(member)
    for language, said in {"es": "Tu perfil", "fr": "Votre profil"}.items():
        assert said in client.get(f"/{language}/settings/profile/").text


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="needs GNU gettext: apt install gettext")
def test_the_catalogs_hold_every_string_of_the_source_and_no_other(tmp_path, settings):
    known = {language: keys(path_of(language)) for language in PLURALS}
    for name in ("cms", "learning", "mentorship", "templates"):
        shutil.copytree(
            settings.ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("locale", "__pycache__")
        )
    settings.ROOT, settings.LOCALE_PATHS = tmp_path, [tmp_path / "cms" / "locale"]
    extract("es")
    source = keys(path_of("es"))
    # New strings want a translation: `manage.py catalogs` puts them into the catalogs.
    assert [(sorted(source - known[name]), sorted(known[name] - source)) for name in PLURALS] == [
        ([], []),
        ([], []),
    ]
