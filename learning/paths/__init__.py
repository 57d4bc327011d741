"""The shortest way to what somebody wants to learn, and how many weeks it takes. Pure, no Django; times are minutes.

**What is asked for.** Lessons, their prerequisites (all of them: AND), the lessons a goal names, the topics a goal names
(at least one lesson that teaches it, with all it builds on), and what is known. Wanted is the set of lessons with the
fewest minutes, then the fewest lessons, that holds every goal and everything its lessons build on; the way back ends at
a lesson that is known. Lessons that a goal names leave no choice: the set is what can be reached from them.

**Topics leave a choice, and that is hard.** With no prerequisites at all it is weighted set cover, NP-hard (Karp 1972)
and not to be approximated better than by ln k for k topics (Feige 1998). So: a lesson that builds on another teacher of
the same topic is never needed for that topic, which leaves few; branch and bound (Land and Doig 1960) finds the best
of those and usually proves it; where it would have to look at more than `LOOKS` lessons, the best found so far is
taken and `is_shortest` is False. It starts from the greedy choice of Chvátal (1979), minutes for each new topic. Shared
prerequisites make his bound ln k too good to be true here; what holds is k times the best: the dearest step costs no
more for each topic it meets than the best way costs as a whole.

**In what order.** Depth first (Tarjan 1976): the goals in their order, and before each lesson what it builds on. Kahn's
order (1962) by rank would read on in a track past a lesson that waits for another track, and come back to it late.
"""

from .graphs import NOWHERE, Graph, Lesson, circular, graph, known_lessons
from .pacing import weeks
from .planning import Goal, Path, Stop, plan

__all__ = [
    "NOWHERE",
    "Goal",
    "Graph",
    "Lesson",
    "Path",
    "Stop",
    "circular",
    "graph",
    "known_lessons",
    "plan",
    "weeks",
]
