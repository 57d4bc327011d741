"""Documents, resources and glossary terms of imported lessons: found in their libraries, or made where they are missing."""

from hashlib import sha1
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Locale

from cms.models import Resource
from learning.importer.files import Unreadable, read_bytes
from learning.importer.library import Library
from learning.importer.report import Problem, Weight
from learning.models import GlossaryTerm


class ThingShelf:
    """The things of one import. What a library already has is used as it is: it is shared with other lessons."""

    def __init__(self, library: Library, locale: Locale, *, looking: bool = False) -> None:
        self.library = library
        self.locale = locale
        self.looking = looking  # only find, make nothing; what is missing is 0

    def document_id(self, path: str) -> int:
        return self.library.documents.get(path, 0)

    def find_documents(self, *, paths: set[str]) -> list[Problem]:
        """Store the documents of these lessons, each once, and tell the library their ids."""
        problems: list[Problem] = []
        model = get_document_model()
        for path in sorted(paths - set(self.library.documents)):
            try:
                content = _document(self.library, path)
            except Unreadable as error:
                problems.append(Problem(path, 0, error.message, Weight.DROPPED))
                self.library.missing.add(path)
                continue
            file_hash = sha1(content, usedforsecurity=False).hexdigest()
            document = model.objects.filter(file_hash=file_hash).order_by("pk").first()
            if document is None and not self.looking:
                document = _stored(self.library, path, content, file_hash)
            self.library.documents[path] = document.pk if document else 0
        return problems

    def resource_id(self, said: dict[str, str]) -> int:
        known = Resource.objects.filter(locale=self.locale, url=said["url"]).order_by("pk")
        found = known.filter(title=said["title"]).first() or known.first()
        if found is None and not self.looking:
            values = {**said, "language": said["language"] or self.locale.language_code}
            found = Resource(locale=self.locale, **values)
            found.full_clean()
            found.save()
        return found.pk if found else 0

    def term_id(self, said: dict[str, str]) -> int:
        found = GlossaryTerm.objects.filter(locale=self.locale, slug=said["slug"]).first()
        if found is None and not self.looking:
            found = GlossaryTerm(locale=self.locale, **said)
            found.full_clean()
            found.save()
        return found.pk if found else 0


def _document(library: Library, path: str) -> bytes:
    suffix = PurePosixPath(path).suffix.lower().lstrip(".")
    if suffix not in settings.WAGTAILDOCS_EXTENSIONS:
        raise Unreadable(f"files of the kind “{suffix}” are not kept in the library")
    root = library.folder.root
    return read_bytes(root, root / path, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)


def _stored(library: Library, path: str, content: bytes, file_hash: str) -> Any:
    name = PurePosixPath(path)
    kept = library.folder.kept.files.get(path)
    document = get_document_model()(
        title=(kept and kept.title) or name.stem.replace("-", " ").replace("_", " ")[:255]
    )
    document.file = ContentFile(content, name=f"{name.stem[:80]}{name.suffix.lower()}")
    document.file_size, document.file_hash = len(content), file_hash
    document.save()
    document.file.close()
    return document


def with_things(raw: dict[str, Any], things: ThingShelf) -> dict[str, Any]:
    """The named values of a block, with ids for what the importer describes."""
    found = dict(raw)
    if isinstance(raw.get("resource"), dict):
        found["resource"] = things.resource_id(raw["resource"])
    if isinstance(raw.get("term"), dict):
        found["term"] = things.term_id(raw["term"])
    for name in ("document", "file"):
        if isinstance(raw.get(name), str) and raw[name]:
            found[name] = things.document_id(raw[name]) or None
    return found
