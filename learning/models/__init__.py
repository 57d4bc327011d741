"""The models of learning: content (lessons, tracks, snippets) and records (what learners did)."""

from .certificates import Certificate
from .homework import Submission, SubmissionVersion
from .lessons import LessonIndexPage, LessonPage, LessonPrerequisite, LessonTopic, Level
from .packs import TakeHomePack
from .paths import Knowledge, LearningGoal, PathSettings
from .progress import CheckpointAnswer, Enrollment, LessonProgress
from .reviews import HintOpening, PeerReview, ReviewNote
from .snippets import Exercise, GlossaryTerm, Topic
from .tracks import Module, TrackIndexPage, TrackItem, TrackPage, TrackTopic

__all__ = [
    "Certificate",
    "CheckpointAnswer",
    "Enrollment",
    "Exercise",
    "GlossaryTerm",
    "HintOpening",
    "Knowledge",
    "LearningGoal",
    "LessonIndexPage",
    "LessonPage",
    "LessonPrerequisite",
    "LessonProgress",
    "LessonTopic",
    "Level",
    "Module",
    "PeerReview",
    "ReviewNote",
    "Submission",
    "SubmissionVersion",
    "PathSettings",
    "TakeHomePack",
    "Topic",
    "TrackIndexPage",
    "TrackItem",
    "TrackPage",
    "TrackTopic",
]
