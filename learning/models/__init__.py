"""The models of learning: content (lessons, tracks, snippets) and records (what learners did)."""

from .evenings import Attendance, HelpRequest, MeetupFeedback
from .group_pages import CalendarPage, RecapPage, StudyGroupPage
from .groups import CourseWeek, GroupMembership, Mode, StudyGroup
from .lessons import LessonIndexPage, LessonPage, LessonPrerequisite, LessonTopic, Level
from .meetups import MeetingRule, Meetup, Venue
from .programs import MeetupLesson, TalkSlot
from .progress import CheckpointAnswer, Enrollment, LessonProgress
from .seats import RSVP, SeatPool
from .snippets import Exercise, GlossaryTerm, Topic
from .tracks import Module, TrackIndexPage, TrackItem, TrackPage, TrackTopic

__all__ = [
    "Attendance",
    "CalendarPage",
    "CheckpointAnswer",
    "CourseWeek",
    "Enrollment",
    "Exercise",
    "GlossaryTerm",
    "GroupMembership",
    "HelpRequest",
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
    "RSVP",
    "RecapPage",
    "SeatPool",
    "StudyGroup",
    "StudyGroupPage",
    "TalkSlot",
    "Topic",
    "TrackIndexPage",
    "TrackItem",
    "TrackPage",
    "TrackTopic",
    "Venue",
]
