"""One piece of memory for the frames of a whole run.

Python keeps the frames of calls in pieces of 16 kB, and before github.com/python/cpython/issues/142183 was mended (in
2026, 3.13 included) it gave a piece back and asked the system for it anew whenever calls went to and fro over the end
of one. Deep below Django that is all the time: a tenth of the processor's. Below a frame that asks for a large stack of
its own everything stands in one piece.
"""

from collections.abc import Callable
from typing import Any

SLOTS = 66_000  # of 8 bytes: more than half of a megabyte, so that a whole one is given, and the rest is for others


def in_one_piece[Result](call: Callable[..., Result], **kwargs: Any) -> Result:
    """Call this with room for some thousand frames."""
    return call(**kwargs)


in_one_piece.__code__ = in_one_piece.__code__.replace(co_stacksize=SLOTS)
