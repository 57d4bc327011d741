"""The models of learning: content (lessons, tracks, snippets) and records (what learners did)."""

from .certificates import Certificate
from .door import CodeTries, DoorMark
from .evenings import Attendance, HelpRequest, MeetupFeedback
from .group_pages import CalendarPage, RecapPage, StudyGroupPage
from .groups import CourseWeek, GroupMembership, Mode, StudyGroup
from .homework import Submission, SubmissionVersion
from .lessons import LessonIndexPage, LessonPage, LessonPrerequisite, LessonTopic, Level
from .meetups import MeetingRule, Meetup, Venue
from .packs import TakeHomePack
from .paths import Knowledge, LearningGoal, PathSettings
from .programs import MeetupLesson, TalkSlot
from .progress import CheckpointAnswer, Enrollment, LessonProgress
from .reviews import HintOpening, PeerReview, ReviewNote
from .seats import RSVP, SeatPool
from .snippets import Exercise, GlossaryTerm, Topic
from .tracks import Module, TrackIndexPage, TrackItem, TrackPage, TrackTopic

__all__ = [
    "Attendance",
    "CalendarPage",
    "Certificate",
    "CheckpointAnswer",
    "CodeTries",
    "CourseWeek",
    "DoorMark",
    "Enrollment",
    "Exercise",
    "GlossaryTerm",
    "GroupMembership",
    "HelpRequest",
    "HintOpening",
    "Knowledge",
    "LearningGoal",
    "LessonIndexPage",
    "LessonPage",
    "LessonPrerequisite",
    "LessonProgress",
    "LessonTopic",
    "Level",
    "MeetingRule",
    "Meetup",
    "MeetupFeedback",
    "MeetupLesson",
    "Mode",
    "Module",
    "PathSettings",
    "PeerReview",
    "RSVP",
    "RecapPage",
    "ReviewNote",
    "SeatPool",
    "StudyGroup",
    "StudyGroupPage",
    "Submission",
    "SubmissionVersion",
    "TakeHomePack",
    "TalkSlot",
    "Topic",
    "TrackIndexPage",
    "TrackItem",
    "TrackPage",
    "TrackTopic",
    "Venue",
]
