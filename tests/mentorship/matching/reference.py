"""What the solver is held against: every assignment tried, and a maximum matching by another road."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

Edge = tuple[int, int, int]


def best_of_all(
    newcomers: int, capacity: Sequence[int], edges: Iterable[Edge], priority: Sequence[int]
) -> tuple[int, int, int, int]:
    """(priority served, served, total, worst) of the best of all assignments there are."""
    worth: dict[tuple[int, int], int] = {}
    for newcomer, mentor, score in edges:
        worth[newcomer, mentor] = max(score, worth.get((newcomer, mentor), 0))
    seats = list(capacity)
    options = [
        [(mentor, score) for (one, mentor), score in worth.items() if one == own] for own in range(newcomers)
    ]

    def after(newcomer: int) -> set[tuple[int, int, int, int]]:
        """What can be reached from this newcomer on."""
        if newcomer == newcomers:
            return {(0, 0, 0, 10_001)}
        found = set(after(newcomer + 1))
        for mentor, score in options[newcomer]:
            if seats[mentor]:
                seats[mentor] -= 1
                found |= {
                    (first + priority[newcomer], served + 1, total + score, min(worst, score))
                    for first, served, total, worst in after(newcomer + 1)
                }
                seats[mentor] += 1
        return found

    return max(after(0))


def hopcroft_karp(adjacent: Mapping[int, Iterable[int]], capacity: Sequence[int]) -> int:
    """The size of a maximum matching, each seat a vertex of its own (Hopcroft & Karp, SIAM J. Comput. 2, 1973)."""
    first = [sum(capacity[:mentor]) for mentor in range(len(capacity))]
    seats = {
        newcomer: [first[mentor] + seat for mentor in mentors for seat in range(capacity[mentor])]
        for newcomer, mentors in adjacent.items()
    }
    of_newcomer: dict[int, int] = {}
    of_seat: dict[int, int] = {}

    def layers() -> dict[int, int] | None:
        depth = {newcomer: 0 for newcomer in seats if newcomer not in of_newcomer}
        queue, ends = deque(depth), False
        while queue:
            newcomer = queue.popleft()
            for seat in seats[newcomer]:
                holder = of_seat.get(seat)
                if holder is None:
                    ends = True
                elif holder not in depth:
                    depth[holder] = depth[newcomer] + 1
                    queue.append(holder)
        return depth if ends else None

    def augment(newcomer: int, depth: dict[int, int]) -> bool:
        for seat in seats[newcomer]:
            holder = of_seat.get(seat)
            if holder is None or (depth.get(holder) == depth[newcomer] + 1 and augment(holder, depth)):
                of_newcomer[newcomer], of_seat[seat] = seat, newcomer
                return True
        del depth[newcomer]
        return False

    while (depth := layers()) is not None:
        for newcomer in [one for one in seats if one not in of_newcomer]:
            if newcomer in depth:
                augment(newcomer, depth)
    return len(of_newcomer)
