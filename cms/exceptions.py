"""What the site refuses, in words for the reader."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """The base of every app's refusals: a `code` for programs and a translated `message` for the person."""

    code = "refused"
    message: str | Promise = _("That is not possible right now.")

    def __init__(self, message: str | Promise | None = None, *, code: str | None = None) -> None:
        if message is not None:
            self.message = message
        if code is not None:
            self.code = code
        super().__init__(self.code)


class CmsError(Refusal):
    """The base of what the cms app refuses."""


class NothingTranslated(CmsError):
    code = "nothing_translated"
    message = _("Nothing is translated yet: there is nothing to review.")


class TranslationRefused(CmsError):
    """The page would not be valid with these words; the message says why."""

    code = "translation_refused"


class UnusableFeedToken(CmsError):
    """This is no secret that the site has offered."""

    code = "unusable_feed_token"
    message = _("This form is not complete. Load the page again and try once more.")


class SpentFeedToken(CmsError):
    """The offered secret was used before, and revoked."""

    code = "spent_feed_token"
    message = _("This address was revoked, so it is not given out again. Load the page again for a new one.")


class RoleHeld(CmsError):
    code = "role_held"
    message = _("They have this role already.")


class RoleEndsEarly(CmsError):
    code = "role_ends_early"
    message = _("A role cannot end before it began.")


class LastOrganizer(CmsError):
    """Somebody has to have the keys of a chapter."""

    code = "last_organizer"
    message = _("This is the last organizer of the chapter. Give somebody else the role first.")


class InterestTaken(CmsError):
    code = "too_many_places"
    message = _("You are on the list for five places. Take one of them off to add another.")


class BlockOfOneself(CmsError):
    code = "block_of_oneself"
    message = _("That is you. Choose somebody else.")


class CaseClosed(CmsError):
    code = "case_closed"
    message = _("This case is closed. Open it again first.")


class NotOffered(CmsError):
    """What a handler wanted to do is done already, or not possible as the case stands."""

    code = "not_offered"
    message = _("That is done already, or no longer possible.")
