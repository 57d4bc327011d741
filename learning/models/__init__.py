"""The models of learning: content (lessons, tracks, snippets) and records (what learners did)."""

from .lessons import LessonIndexPage, LessonPage, LessonPrerequisite, LessonTopic, Level
from .paths import Knowledge, LearningGoal, PathSettings
from .progress import CheckpointAnswer, Enrollment, LessonProgress
from .snippets import Exercise, GlossaryTerm, Topic
from .tracks import Module, TrackIndexPage, TrackItem, TrackPage, TrackTopic

__all__ = [
    "CheckpointAnswer",
    "Enrollment",
    "Exercise",
    "GlossaryTerm",
    "Knowledge",
    "LearningGoal",
    "LessonIndexPage",
    "LessonPage",
    "LessonPrerequisite",
    "LessonProgress",
    "LessonTopic",
    "Level",
    "Module",
    "PathSettings",
    "Topic",
    "TrackIndexPage",
    "TrackItem",
    "TrackPage",
    "TrackTopic",
]
