"""Puts the pictures of imported lessons into the image library, each once, however many lessons show it."""

from collections import Counter
from hashlib import sha1
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from cms.models import SiteImage
from learning.importer.library import Library
from learning.importer.report import Change


class PictureShelf:
    """The pictures of one import: path in the folder → image of the library, made when first asked for."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.counted: dict[str, Change] = {}
        self._images: dict[str, int] = dict(
            SiteImage.objects.filter(source_key__in=set(library.pictures.values())).values_list(
                "source_key", "pk"
            )
        )
        self._written: list[tuple[Storage, str, str]] = []

    def image_id(self, path: str, alt_text: str) -> int:
        """The image of the library for a picture, by its content; stored now if it is new."""
        fingerprint = self.library.pictures[path]
        if fingerprint not in self._images:
            self._images[fingerprint] = self._store(path, fingerprint, alt_text)
            self.counted[fingerprint] = Change.CREATED
        self.counted.setdefault(fingerprint, Change.UNCHANGED)
        return self._images[fingerprint]

    def note(self, path: str) -> None:
        """Count a picture without storing it."""
        fingerprint = self.library.pictures[path]
        known = fingerprint in self._images
        self.counted.setdefault(fingerprint, Change.UNCHANGED if known else Change.CREATED)

    def count(self) -> Counter:
        return Counter(self.counted.values())

    def keep(self) -> None:
        """What was written since the last call belongs to rows that are committed."""
        self._written = []

    def discard(self) -> None:
        """The transaction was undone: so are the files, which no database can roll back."""
        for storage, name, fingerprint in self._written:
            storage.delete(name)
            self._images.pop(fingerprint, None)
            self.counted.pop(fingerprint, None)
        self._written = []

    def _store(self, path: str, fingerprint: str, alt_text: str) -> int:
        picture = self.library.open_picture(path)
        stem = PurePosixPath(path).stem
        image = SiteImage(
            title=stem.replace("-", " ").replace("_", " ").strip()[:255] or "picture",
            description=alt_text[:255],
            license=self.library.folder.license,
            credit=", ".join(self.library.folder.authors)[:255],
            source_key=fingerprint,
        )
        image.file = ContentFile(picture.content, name=f"{stem[:80]}.{picture.suffix}")
        image.file_size = len(picture.content)
        image.file_hash = sha1(
            picture.content, usedforsecurity=False
        ).hexdigest()  # Wagtail's own, for duplicates
        image.save()
        image.file.close()
        self._written.append((image.file.storage, image.file.name, fingerprint))
        return image.pk
