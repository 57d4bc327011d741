"""The rules of the house that nobody should have to remember: arrows, layers, sizes, templates and styles."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ["cms", "learning", "mentorship"]  # each may name itself and those before it
WIRING = {"cms/urls.py", "cms/management/commands/demo.py"}
LAYERS = ["exceptions", "models", "emails", "tasks", "services", "forms", "views", "urls"]
PURE = [
    "cms/spelling.py",
    "cms/excerpts.py",
    "mentorship/matching",
    "mentorship/cockpit/",
    "learning/importer",
    "learning/paths",
    "learning/exporter",
    "learning/packing.py",
    "learning/schedule.py",
    "learning/spreading.py",
    "learning/catching_up.py",
    "learning/calendars.py",
    "learning/readable.py",
    "learning/differences.py",
    "cms/vine.py",
    "cms/covers.py",
    "cms/garland.py",
    "cms/distance.py",
    "cms/gathering.py",
    "cms/chapter_status.py",
    "cms/places",
]
MODEL_NAME = re.compile(rf"({'|'.join(APPS)})\.[A-Z]\w+")
LONGEST_MODULE = 250
TOP_LEVEL = {
    "manage.py", "pyproject.toml", "requirements.lock", "README.md", "Dockerfile", "compose.yaml", "docs",
    "cms", "learning", "mentorship", "templates", "static", "tests",
}  # fmt: skip


def tracked(*patterns: str) -> list[Path]:
    """Files of the project as git sees them: tracked, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return sorted({ROOT / name for name in names if (ROOT / name).is_file()})


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules() -> list[Path]:
    return [path for app in APPS for path in tracked(f"{app}/*.py") if "migrations" not in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def imports(path: Path) -> list[tuple[str, int]]:
    """Every imported module, wherever the import stands, and every "app.Model" string, with its line."""
    return list(_imports(path))


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    package = name_of(path).removesuffix(".py").split("/")
    package = package[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield stem, node.lineno
            yield from ((f"{stem}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Constant) and MODEL_NAME.fullmatch(str(node.value)):
            yield str(node.value), node.lineno


ALL = modules()
TEMPLATES = tracked("templates/*.html", "templates/*.txt")


def services() -> list[Path]:
    return [path for path in ALL if "services" in path.parts]


def test_arrows_between_apps_never_point_upward():
    found = []
    for path in ALL:
        name = name_of(path)
        if name in WIRING or name.startswith("cms/settings/"):
            continue
        above = APPS[APPS.index(name.split("/")[0]) + 1 :]
        found += [
            f"{name}:{line} {target}" for target, line in imports(path) if target.split(".")[0] in above
        ]
    assert found == []


def layer(target: str) -> int | None:
    """The place of a module in its app's layers; None when it stands outside them."""
    parts = target.split(".")
    return LAYERS.index(parts[1]) if len(parts) > 1 and parts[0] in APPS and parts[1] in LAYERS else None


def test_layers_only_build_on_those_below():
    found = []
    for path in ALL:
        own = layer(name_of(path).removesuffix(".py").replace("/", "."))
        if own is None or name_of(path) in WIRING:
            continue
        found += [
            f"{name_of(path)}:{line} {target}"
            for target, line in imports(path)
            if (other := layer(target)) is not None and other > own
        ]
    assert found == []


def test_services_never_see_a_request():
    found = [
        f"{name_of(path)}:{line} {target}"
        for path in services()
        for target, line in imports(path)
        if target.startswith(("django.http", "django.shortcuts"))
    ]
    assert found == []


def test_pure_cores_import_no_django():
    found = [
        f"{name_of(path)}:{line} {target}"
        for path in ALL
        if name_of(path).startswith(tuple(PURE))
        for target, line in imports(path)
        if target.split(".")[0] in {"django", "wagtail"}
    ]
    assert found == []


def test_a_module_holds_one_idea():
    sizes = {name_of(path): len(path.read_text().splitlines()) for path in ALL}
    assert {name: size for name, size in sizes.items() if size > LONGEST_MODULE} == {}


def test_public_services_are_typed():
    loose = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in services()
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        and (node.returns is None or any(a.annotation is None for a in (*node.args.args, *node.args.kwonlyargs)))
    ]  # fmt: skip
    assert loose == []


def test_views_catch_refusals_and_nothing_wider():
    wide = [
        f"{name_of(path)}:{node.lineno}"
        for path in ALL
        if "views" in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        )
    ]
    assert wide == []


def test_a_template_says_what_it_needs():
    silent = [name_of(p) for p in TEMPLATES if not p.read_text().lstrip().startswith(("{#", "{% comment"))]
    assert silent == []


def test_a_template_has_no_inline_style_or_script():
    inline = re.compile(
        r"<style\b|\sstyle=|\son[a-z]+=[\"']|<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>"
    )
    found = [f"{name_of(path)}: {hit}" for path in TEMPLATES for hit in inline.findall(path.read_text())]
    assert found == []


def test_an_include_passes_on_only_what_it_names():
    found = [
        f"{name_of(path)}: {tag}"
        for path in TEMPLATES
        for tag in re.findall(r"{%\s*include\s[^%]*%}", path.read_text())
        if not re.search(r"\bonly\s*%}$", tag)
    ]
    assert found == []


def test_every_component_style_belongs_to_a_template():
    styles = {path.stem for path in tracked("static/css/components/*.css")}
    text = "\n".join(
        path.read_text()
        for path in tracked("templates/*.html", "cms/*.py", "learning/*.py", "mentorship/*.py")
    )
    blocks = {f"block-{path.stem.replace('_', '-')}" for path in tracked("templates/blocks/*.html")}
    # The name first: a search that begins with a word's edge tries every letter of the text.
    unused = [
        name
        for name in sorted(styles - blocks)
        if not re.search(rf"{re.escape(name)}\b(?<!\w{re.escape(name)})", text)
    ]
    assert unused == []


def test_every_component_style_is_imported():
    index = "\n".join(path.read_text() for path in tracked("static/css/*.css") if path.parent.name == "css")
    missing = [
        path.name for path in tracked("static/css/components/*.css") if f"components/{path.name}" not in index
    ]
    assert missing == []


def test_style_values_come_from_tokens():
    """Colors are named by their role; only the tokens and the drawings say what they are."""
    color = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(")
    found = [
        f"{name_of(path)}:{number}"
        for path in tracked("static/css/*.css")
        if path.name not in {"tokens.css", "print.css", "cover.css", "hero.css", "vine.css"}
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if color.search(line.split("/*")[0])
    ]
    assert found == []


def test_the_top_level_holds_only_what_was_agreed():
    names = {name_of(path).split("/")[0] for path in tracked()}
    assert {name for name in names if not name.startswith(".")} - TOP_LEVEL == set()


def test_no_module_has_a_name_that_says_nothing():
    vague = {"utils.py", "helpers.py", "misc.py", "common.py"}
    assert [name_of(path) for path in modules() if path.name in vague] == []


def test_no_override_of_save_hides_work():
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules()
        if "models" in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.name == "save"
    ]
    assert found == []
