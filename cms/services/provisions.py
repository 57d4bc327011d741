"""Fetches at once what the drawing of many blocks would ask for one by one: renditions of pictures, addresses of links."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db.models import prefetch_related_objects
from wagtail.blocks import StreamValue
from wagtail.images.models import AbstractImage

from cms.blocks.outline import walk

from . import addresses
from .structure import SiteFacts


@contextmanager
def at_hand(streams: Iterable[StreamValue], *, facts: SiteFacts | None) -> Iterator[None]:
    """While these bodies are drawn: one query for all their pictures' renditions, one for all pages they link to."""
    bodies = list(streams)
    images = [image for body in bodies for image in _images(body)]
    if images:
        prefetch_related_objects(images, "renditions")
    with addresses.known(bodies, facts=facts):
        yield


def _images(body: StreamValue) -> Iterator[AbstractImage]:
    for child in walk(body, confidential=True):
        picture = child.value.get("image") if child.block_type == "image" else None
        if isinstance(picture, AbstractImage):
            yield picture
