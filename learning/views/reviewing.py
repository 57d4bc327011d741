"""The review page: the version, notes at its lines, and the answer. Helpers and, with fewer verbs, other learners."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from learning import line_diffs, numbered, reviewed_task
from learning.exceptions import LearningError, NotYours
from learning.handed_in import language_of
from learning.models import PeerReview, Submission
from learning.note_forms import Answer
from learning.services import reviews, submissions
from learning.services.reviews import Case

from .helping import assignments_of, entries, for_reviewers

State = Submission.State


@dataclass(frozen=True)
class Desk:
    """Who reads what: a helper, or a learner who was asked for a review."""

    request: HttpRequest
    submission: Submission
    review: PeerReview | None = None

    @property
    def reader(self) -> Any:
        return self.request.user

    @property
    def may_ask(self) -> bool:
        return not self.review and self.submission.state == State.WAITING_REVIEW and not self.is_held

    @property
    def may_accept(self) -> bool:
        return not self.review and self.submission.state in Submission.WAITING and not self.is_held

    @property
    def may_write(self) -> bool:
        """Whether there is anything to write here."""
        return self.review.done_at is None if self.review else self.may_accept

    @property
    def is_held(self) -> bool:
        """Whether another helper has taken it."""
        return self.submission.is_claimed and not self.submission.is_claimed_by(self.reader)

    def case(self, shown: int | None) -> Case:
        return reviews.case(
            reader=self.reader,
            submission=self.submission,
            shown=None if self.review else shown,
            language=get_language() or "",
            own_notes=self.review is not None,
        )


@for_reviewers
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a submission, and answer it."""
    found = Submission.objects.reviewable_by(request.user).for_listing().filter(pk=pk).first()
    if found is None:
        return _taken_back(request, pk)
    return _desk(Desk(request, found))


@login_required
@never_cache
def peer_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Read another learner's homework as one was asked to, and write what one thinks of it."""
    found = get_object_or_404(reviews.peer_reviews(reader=request.user), pk=pk)
    return _desk(Desk(request, found.submission, found))


def _desk(desk: Desk) -> HttpResponse:
    data = desk.request.POST
    if desk.request.method != "POST":
        return _page(desk, desk.case(_number(desk.request.GET.get("version"))))
    case = desk.case(_number(data.get("show")) or _number(data.get("shown")))
    version = _number(data.get("version"))
    if version not in [each.n for each in case.versions]:
        version = case.latest
    known = {"version": version, "lines": len(numbered.split(_text(case, version)))}
    verb = data.get("verb", "")
    if send := SENDING.get(verb):
        return _send(desk, case, Answer.sent(data, **known), send)
    answer = Answer.typed(data, **known)
    if verb == "look":
        return _look(desk, case, answer)
    if act := CLAIMS.get(verb):
        return _claim(desk, answer, act)
    if verb == "row" or "at" in data:
        answer.add_row(_number(data.get("at")))
    return _page(desk, case, answer)


def _send(desk: Desk, case: Case, answer: Answer, send: Callable[[Desk, Answer], str]) -> HttpResponse:
    """Send the answer; whatever is refused stands in the form again, beside the reason."""
    if not answer.is_valid():
        return _page(desk, case, answer)
    try:
        said = send(desk, answer)
    except NotYours as gone:
        raise Http404(gone.message) from gone
    except LearningError as refusal:
        answer.refuse(refusal.message)
        desk.submission.refresh_from_db()
        return _page(desk, desk.case(answer.version), answer)
    messages.success(desk.request, said)
    return redirect("cms:today" if desk.review else "learning:queue")


def _ask(desk: Desk, answer: Answer) -> str:
    submissions.ask(helper=desk.reader, submission=desk.submission, notes=answer.notes(), seen=answer.version)
    return _("Your answer is sent. Now it is {name}’s turn.").format(name=desk.submission.member.name)


def _accept(desk: Desk, answer: Answer) -> str:
    submissions.accept(
        helper=desk.reader, submission=desk.submission, notes=answer.notes(), seen=answer.version
    )
    return _("Accepted. {name} will be glad.").format(name=desk.submission.member.name)


def _write(desk: Desk, answer: Answer) -> str:
    reviews.write_as_peer(
        reviewer=desk.reader, submission=desk.submission, notes=answer.notes(), seen=answer.version
    )
    return _("Your review is sent. Thank you.")


SENDING = {"ask": _ask, "accept": _accept, "write": _write}
CLAIMS = {"claim": submissions.claim, "release": submissions.release}


def _claim(desk: Desk, answer: Answer, act: Callable[..., Submission]) -> HttpResponse:
    """Take it or give it back in the middle of reading; what is typed stays."""
    try:
        act(helper=desk.reader, submission=desk.submission)
    except NotYours as gone:
        raise Http404(gone.message) from gone
    except LearningError as refusal:
        answer.refuse(refusal.message)
    if answer.is_blank and not answer.refusals:
        return redirect("learning:review", desk.submission.pk)
    desk.submission.refresh_from_db()
    return _page(desk, desk.case(answer.version), answer)


def _look(desk: Desk, case: Case, answer: Answer) -> HttpResponse:
    """The newest version, with the notes moved to where their lines stand in it."""
    newest = desk.case(None)
    old, new = numbered.split(_text(case, answer.version)), numbered.split(newest.shown.text)
    places = line_diffs.moved(old, new)
    return _page(desk, newest, answer.moved(places, version=newest.latest, lines=len(new)))


def _page(desk: Desk, case: Case, answer: Answer | None = None) -> HttpResponse:
    answer = answer or Answer.blank(version=case.latest, lines=len(numbered.split(case.shown.text)))
    # Notes stand at their lines only in the text they are about.
    is_open = desk.may_write and case.shown.n == answer.version
    language = language_of(case.shown.text)
    before = "" if desk.review or case.before is None else case.before.text
    context = {
        "case": case,
        "desk": desk,
        "submission": desk.submission,
        "task": entries([desk.submission], assignments_of(desk.request))[0].task,
        "drawn": reviewed_task.drawn(case.exercise, request=desk.request, with_solution=not desk.review),
        "answer": answer,
        "is_open": is_open,
        "is_outdated": answer.version < case.latest,
        "loose": answer.loose if is_open else answer.rows,
        "spare": answer.spare(),
        "listing": numbered.listing(
            case.shown.text, language, notes=case.notes, drafts=answer.at_lines if is_open else {}
        ),
        "changes": numbered.changes(before, case.shown.text, language) if before else [],
    }
    return render(desk.request, "learning/review.html", context)


def _taken_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The author took it back while somebody was writing: the text is gone for others, their own words are not."""
    gone = Submission.objects.filter(state=State.WITHDRAWN).within_reach_of(request.user)
    answer = Answer.typed(request.POST, version=0, lines=0)
    if answer.is_blank or not gone.filter(pk=pk).exists():
        raise Http404
    return render(request, "learning/review_gone.html", {"answer": answer})


def _text(case: Case, version: int) -> str:
    if version == case.shown.n:
        return case.shown.text
    return reviews.text_of(submission=case.submission, n=version)


def _number(typed: str | None) -> int | None:
    """A number somebody typed or an address holds, None for nonsense."""
    typed = typed or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else None
