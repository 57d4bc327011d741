"""Writes search and references once, when everything is planted, instead of anew with each of two thousand saves."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def written_at_the_end() -> Iterator[None]:
    """What is saved inside is found by search, and known by what it leads to, when the block is left."""
    silent = [
        model
        for model in get_indexed_models()
        if post_save.disconnect(post_save_signal_handler, sender=model)
    ]
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in silent:
            post_save.connect(post_save_signal_handler, sender=model)
        call_command("update_index", verbosity=0)
        call_command("rebuild_references_index", verbosity=0)
