import brotli
import pytest
from django.contrib.staticfiles.finders import get_finders

from cms import storage


def ours() -> dict[str, str]:
    """Every CSS and JavaScript file of the site by its name."""
    found = {}
    for finder in get_finders():
        for path, place in finder.list([]):
            if path.startswith(("css/", "js/")) and path.endswith((".css", ".js")):
                with place.open(path) as file:
                    found[path] = file.read().decode()
    return found


def test_the_parts_of_a_style_sheet_stand_where_they_were_imported():
    files = {
        "css/site.css": '@layer a, b;\n@import url("one.css") layer(a);\n@import url("parts/two.css") layer(b);\n',
        "css/one.css": "p { margin: 0; }",
        "css/parts/two.css": "a { color: red; }",
    }
    assert storage.bundle("css/site.css", files) == (
        "@layer a, b;\n@layer a{p { margin: 0; }}\n@layer b{a { color: red; }}\n"
    )


def test_the_parts_of_a_script_stand_in_blocks_of_their_own():
    files = {"js/site.js": '// All\nimport "./one.js";\n', "js/one.js": "const a = 1;\n"}
    assert storage.bundle("js/site.js", files) == "// All\n{\nconst a = 1;\n}\n"


def test_a_missing_part_stops_the_build():
    with pytest.raises(KeyError):
        storage.bundle("css/site.css", {"css/site.css": '@import url("gone.css") layer(a);'})


def test_tightening_takes_comments_and_idle_spaces_only():
    css = '/* note */\n.a > .b + .c,\n.d { margin: calc(1px + 2px) auto; content: "a b"; }\n'
    assert storage.tightened(css) == '.a > .b + .c,.d{margin: calc(1px + 2px) auto;content: "a b"}'


def test_nothing_is_left_to_import_on_the_real_files():
    files = ours()
    assert "@import" not in storage.bundle("css/site.css", files)
    assert "@import" not in storage.bundle("css/rooms.css", files)
    assert "import " not in storage.bundle("js/site.js", files)


def test_every_component_is_imported_once():
    files = ours()
    bundles = ("site", "rooms", "desk", "evening", "sheet", "chapters")
    imports = "".join(files[f"css/{name}.css"] for name in bundles)
    parts = [name.removeprefix("css/") for name in files if name.startswith("css/components/")]
    assert [name for name in parts if imports.count(f'url("{name}")') != 1] == []


def test_our_modules_neither_import_nor_export():
    files = ours()
    modules = {
        name: text for name, text in files.items() if f'"./{name.removeprefix("js/")}"' in files["js/site.js"]
    }
    assert [n for n, text in modules.items() if "\nexport " in text or "\nimport " in f"\n{text}"] == []


def test_the_bundles_keep_their_budget_compressed():
    files = ours()
    lesson, rest = (storage.tightened(storage.bundle(f"css/{name}.css", files)) for name in ("site", "rooms"))
    script = storage.bundle("js/site.js", files)
    lesson, rest, script = (len(brotli.compress(text.encode())) for text in (lesson, rest, script))
    assert lesson <= 8 * 1024
    assert lesson + rest <= 12 * 1024
    desk, sheet = (storage.tightened(storage.bundle(f"css/{name}.css", files)) for name in ("desk", "sheet"))
    evening = storage.tightened(storage.bundle("css/evening.css", files))
    assert len(brotli.compress(evening.encode())) <= 3 * 1024  # the door and the help desk alone carry it
    assert len(brotli.compress(desk.encode())) <= 5 * 1024  # homework, groups and meetups alone carry it
    assert len(brotli.compress(sheet.encode())) <= 2 * 1024  # certificates alone carry it
    chapters = storage.tightened(storage.bundle("css/chapters.css", files))
    assert len(brotli.compress(chapters.encode())) <= 1024  # chapters alone carry it
    assert script <= 3 * 1024


def test_collecting_writes_the_bundle_hashed_and_compressed(settings, tmp_path):
    place = storage.BundledStaticFilesStorage(location=tmp_path, base_url="/static/")
    paths = {}
    for finder in get_finders():
        for path, source in finder.list([]):
            if path.startswith(("css/", "js/")):
                with source.open(path) as file:
                    place.save(path, file)
                paths[path] = (source, path)
    done = {name: hashed for name, hashed, _ in place.post_process(paths) if "." in name}
    hashed = place.stored_name("css/site.css")
    text = (tmp_path / hashed).read_text()
    assert text.startswith("@layer reset,tokens,base,layout,components,utilities,print;@layer reset{")
    assert "@import" not in text
    assert brotli.decompress((tmp_path / f"{hashed}.br").read_bytes()).decode() == text
    assert "css/site.css" in done


def test_what_is_only_for_print_stays_so_in_the_bundle():
    files = {
        "css/site.css": '@import url("print.css") layer(print) print;',
        "css/print.css": "nav{display:none}",
    }
    assert storage.bundle("css/site.css", files) == "@layer print{@media print{nav{display:none}}}"
