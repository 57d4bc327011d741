"""The site's models: people, chapters, safety, the ledger, pages and their pieces."""

from .chapters import Chapter, ChapterFollow, ChapterRights, ChapterRole
from .feeds import FeedToken
from .images import SiteImage, SiteRendition
from .interests import ChapterInterest, ChapterWish
from .mailings import MessageEdit, MessageOptOut, Topic
from .members import Member
from .navigation import MenuLink, ProgramSettings
from .pages import (
    ArticleIndexPage,
    ArticlePage,
    BasePage,
    ChapterIndexPage,
    ChapterPage,
    FormPage,
    HomePage,
    ResourceIndexPage,
    StandardPage,
)
from .profiles import Availability, Fluency, MemberLanguage, Weekday
from .records import Event, Message, PublicationStamp
from .reports import CaseNote, Report
from .resources import Resource
from .safety import Block, Consent
from .translations import TranslationLag

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "Availability",
    "BasePage",
    "Block",
    "CaseNote",
    "Chapter",
    "ChapterFollow",
    "ChapterIndexPage",
    "ChapterInterest",
    "ChapterPage",
    "ChapterRights",
    "ChapterRole",
    "ChapterWish",
    "Consent",
    "Event",
    "Fluency",
    "FeedToken",
    "FormPage",
    "HomePage",
    "MemberLanguage",
    "Member",
    "MenuLink",
    "Message",
    "MessageEdit",
    "MessageOptOut",
    "ProgramSettings",
    "PublicationStamp",
    "Report",
    "Resource",
    "ResourceIndexPage",
    "SiteImage",
    "SiteRendition",
    "StandardPage",
    "TranslationLag",
    "Topic",
    "Weekday",
]
