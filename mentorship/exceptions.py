"""What mentoring refuses, in words for the person asking."""

from cms.exceptions import Refusal


class MentorshipError(Refusal):
    """The base of what the mentorship app refuses."""
