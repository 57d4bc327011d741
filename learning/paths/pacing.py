"""How a way is spread over weeks of so many minutes."""

from collections.abc import Sequence


def weeks(minutes: Sequence[int], *, a_week: int) -> list[tuple[int, int]]:
    """In which week each lesson begins and ends, counted from 1, at so many minutes a week (at least one).

    A lesson that fits into a week is not torn apart; a longer one begins at once. No other plan in this order ends earlier.
    """
    if a_week < 1:
        raise ValueError("a week needs at least one minute")
    spans, spent = [], 0
    for each in minutes:
        if each <= a_week and spent % a_week + each > a_week:
            spent += a_week - spent % a_week
        first = spent // a_week + 1 if each or not spent else (spent - 1) // a_week + 1
        spent += each
        spans.append((first, max(first, -(-spent // a_week))))
    return spans
