"""Makes sure that keeping only the best candidates costs nobody a place.

The solver sees some thirty mentors a newcomer. Here the whole graph of who fits whom is searched for augmenting paths
(Berge, "Two theorems in graph theory", PNAS 43, 1957): as long as there is one, somebody more could be served, and its
pairs become candidates. Where there is none, what was solved is best in number and in priority among all pairs.
"""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from .intake import Pair

Bits = NDArray[np.uint64]


class Reach:
    """A matching on the whole graph, improved path by path. Sizes: n mentees, m mentors."""

    def __init__(
        self,
        fits: Bits,
        seats: NDArray[np.int32],
        priority: NDArray[np.int8],
        pairs: Sequence[Pair],
        kept: Collection[Pair],
    ) -> None:
        """`fits` (n, ceil(m / 64)) as in a Harvest, `seats` (m,), `priority` (n,), the solver's pairs, those of them
        that must stay."""
        self.fits, self.priority = fits, priority.tolist()
        self.mentor_of: dict[int, int] = {}
        self.held: dict[int, set[int]] = {}  # mentor -> mentees who may move
        self.left = seats.astype(np.int64) - np.bincount(
            [mentor for _mentee, mentor in pairs], minlength=len(seats)
        )
        for mentee, mentor in pairs:
            if (mentee, mentor) not in kept:
                self._give(mentee, mentor)
        self.matched = {mentee for mentee, _mentor in pairs}

    def _give(self, mentee: int, mentor: int) -> None:
        self.mentor_of[mentee] = mentor
        self.held.setdefault(mentor, set()).add(mentee)

    def new_pairs(self) -> list[Pair]:
        """Pairs of a matching that serves as many as can be served, priority first; empty when it is served already."""
        before, improved = dict(self.mentor_of), False
        for tier in (1, 0):
            dead = np.zeros(len(self.left), dtype=np.bool_)
            for mentee, level in enumerate(self.priority):
                if level == tier and mentee not in self.matched and self.fits[mentee].any():
                    if tier == 0 and not (self.left > 0).any():
                        break
                    improved |= self._serve(mentee, tier, dead)
        now = set(self.mentor_of.items()) - set(before.items()) if improved else set()
        return sorted(now)

    def _serve(self, root: int, tier: int, dead: NDArray[np.bool_]) -> bool:
        """A place for one mentee, if others can move for it; somebody of a lower tier may lose theirs.

        `dead`: mentors from whom no path leads on; a search that fails adds all it has seen.
        """
        seen, queue = dead.copy(), [root]
        came_from: dict[int, int] = {}  # mentor -> the mentee who would move there
        for mentee in queue:
            able = np.unpackbits(self.fits[mentee].view(np.uint8), bitorder="little")[: len(seen)] > 0
            fresh = np.flatnonzero(able & ~seen)
            seen[fresh] = True
            free = fresh[self.left[fresh] > 0]
            for mentor in fresh.tolist():
                came_from[mentor] = mentee
            if len(free):
                self.left[free[0]] -= 1
                return self._move(root, int(free[0]), came_from)
            for mentor in fresh.tolist():
                for other in sorted(self.held.get(mentor, ())):
                    if self.priority[other] < tier:
                        self.held[mentor].remove(other)
                        del self.mentor_of[other]
                        self.matched.remove(other)
                        return self._move(root, mentor, came_from)
                    queue.append(other)
        dead |= seen
        return False

    def _move(self, root: int, mentor: int, came_from: dict[int, int]) -> bool:
        """Everybody on the path moves on, from its end to the root."""
        while (mentee := came_from[mentor]) != root:
            old = self.mentor_of[mentee]
            self.held[old].remove(mentee)
            self._give(mentee, mentor)
            mentor = old
        self._give(root, mentor)
        self.matched.add(root)
        return True
