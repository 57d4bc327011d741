"""Static files for production: hashed names as before, and each entry file bundled with what it imports.

In development `site.css` and `site.js` are what they say: a list of imports, one file per component or behavior.
A visitor would pay a request for each, so collectstatic writes the parts into the entry file before it is hashed.
There is nothing else to a build: no Node, no source maps, no second language.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLES = (
    "css/site.css",
    "css/rooms.css",
    "css/desk.css",
    "css/evening.css",
    "css/sheet.css",
    "css/chapters.css",
    "js/site.js",
)

_CSS_IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\(([a-z]+)\)( print)?;')
_JS_IMPORT = re.compile(r'^import "([^"]+)";$', re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_AROUND = re.compile(r"\s*([{};,])\s*")


def bundle(name: str, files: dict[str, str]) -> str:
    """Give entry file `name` with its imports in place; `files` holds the text of every file by its name.

    Raises KeyError when an imported file does not exist.
    """
    folder = posixpath.dirname(name)

    def text(reference: str) -> str:
        return files[posixpath.normpath(posixpath.join(folder, reference))]

    if name.endswith(".css"):
        return _CSS_IMPORT.sub(
            lambda found: _layered(text(found[1]), layer=found[2], only_print=bool(found[3])), files[name]
        )
    # A module has a scope of its own and so has a block; our modules neither import nor export.
    return _JS_IMPORT.sub(lambda found: f"{{\n{text(found[1])}}}", files[name])


def _layered(css: str, *, layer: str, only_print: bool) -> str:
    return f"@layer {layer}{{{f'@media print{{{css}}}' if only_print else css}}}"


def tightened(css: str) -> str:
    """Give the same rules without comments and without the spaces that mean nothing."""
    return _AROUND.sub(r"\1", re.sub(r"\s+", " ", _COMMENT.sub("", css))).replace(";}", "}").strip()


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's compressed, hashed storage; the entry files arrive whole."""

    def post_process(
        self, paths: dict[str, tuple[Any, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, bool | Exception]]:
        """Write the bundles where their entry files stood, then hash and compress as usual."""
        if not dry_run:
            ours = {name: pair for name, pair in paths.items() if name.startswith(("css/", "js/"))}
            texts = {name: _read(storage, path) for name, (storage, path) in ours.items()}
            for name in BUNDLES:
                if name in texts:
                    whole = bundle(name, texts)
                    self._replace(name, tightened(whole) if name.endswith(".css") else whole)
                    paths = {**paths, name: (self, name)}
        yield from super().post_process(paths, dry_run, **options)

    def _replace(self, name: str, text: str) -> None:
        self.delete(name)
        self.save(name, ContentFile(text.encode()))


def _read(storage: Any, path: str) -> str:
    with storage.open(path) as file:
        return file.read().decode()
