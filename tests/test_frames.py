"""What is called with room for its frames asks the system for none; on a Python that is mended, nothing does."""

import resource

import pytest

from tests.frames import in_one_piece


def to_and_fro(depth: int) -> int:
    return to_and_fro(depth - 1) + 1 if depth else sum(shallow() for _ in range(1_000))


def shallow() -> int:
    return deeper(1)


def deeper(more: int) -> int:
    return deeper(more - 1) if more else 1


def at_every_depth() -> list[int]:
    return [to_and_fro(depth) - depth for depth in range(100, 400)]


def test_calls_to_and_fro_at_any_depth_touch_no_new_memory():
    at_every_depth()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    assert in_one_piece(at_every_depth) == [1_000] * 300
    assert resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before < 1_000


def test_errors_come_through():
    with pytest.raises(ZeroDivisionError):
        in_one_piece(lambda by: 1 / by, by=0)
