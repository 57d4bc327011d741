"""Prerequisites as a graph: finding the circle a new one would close. Pure, no Django."""

from collections import deque
from collections.abc import Hashable, Iterable, Mapping


def circle[Key: Hashable](requires: Mapping[Key, Iterable[Key]], start: Key) -> list[Key]:
    """The shortest way from `start` over what it requires back to `start`, both ends included; [] when there is none.

    `requires` maps a lesson to the lessons that are better done before it. Breadth first (Moore 1959).
    """
    came_from: dict[Key, Key] = {}
    waiting = deque([start])
    while waiting:
        lesson = waiting.popleft()
        for earlier in requires.get(lesson, ()):
            if earlier == start:
                way = [start]
                while lesson != start:
                    way.append(lesson)
                    lesson = came_from[lesson]
                return [start, *reversed(way)]
            if earlier not in came_from:
                came_from[earlier] = lesson
                waiting.append(earlier)
    return []
