"""Gives every block of a stream an identity of its own, nested ones too: translation and progress point at them."""

from typing import Any

from wagtail.blocks import StreamBlock, StreamValue, StructValue
from wagtail.blocks.list_block import ListValue


def identified(stream_block: StreamBlock, raw: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The raw stream with an id on each block and list item. Ids that are there stay.

    Wagtail does this for what an editor saves; in a stream written by code, nested blocks would stay without.
    """
    value = stream_block.to_python(raw)
    _touch(value)
    return stream_block.get_prep_value(value)


def _touch(value: Any) -> None:
    """Wagtail passes a nested value it never looked at through as it was stored; look at all of them."""
    if isinstance(value, StreamValue):
        for child in value:
            _touch(child.value)
    elif isinstance(value, ListValue):
        for child in value.bound_blocks:
            _touch(child.value)
    elif isinstance(value, StructValue):
        for child in value.values():
            _touch(child)
