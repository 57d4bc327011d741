"""The models of learning: content (lessons, tracks, snippets) and records (what learners did)."""

from .lessons import LessonIndexPage, LessonPage, LessonPrerequisite, LessonTopic, Level
from .packs import TakeHomePack
from .progress import CheckpointAnswer, Enrollment, LessonProgress
from .snippets import Exercise, GlossaryTerm, Topic
from .tracks import Module, TrackIndexPage, TrackItem, TrackPage, TrackTopic

__all__ = [
    "CheckpointAnswer",
    "Enrollment",
    "Exercise",
    "GlossaryTerm",
    "LessonIndexPage",
    "LessonPage",
    "LessonPrerequisite",
    "LessonProgress",
    "LessonTopic",
    "Level",
    "Module",
    "TakeHomePack",
    "Topic",
    "TrackIndexPage",
    "TrackItem",
    "TrackPage",
    "TrackTopic",
]
