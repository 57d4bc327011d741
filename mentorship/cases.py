"""What mentoring brings to reports: where one can report from, what stops at once, what a handler may do, and which words
belong to a case."""

from collections.abc import Collection
from contextlib import suppress
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cms import blocking, reporting
from cms.models import Chapter, Member, Report
from cms.reporting import Offer, Piece, Place
from mentorship.exceptions import NotNow
from mentorship.models import Exclusion, Pairing, PairMessage, PairThanks, Participant, Proposal, RoundPage
from mentorship.services import exclusions, holds, pair_course


@reporting.place("pairing")
def pairing(member: Member, key: UUID) -> Place | None:
    found = Pairing.objects.of(member).for_listing().filter(uuid=key).first()
    if found is None:
        return None
    other = found.other_of(member).member
    return Place(
        kind="pairing",
        key=key,
        name=_("The pair {pair}").format(pair=_named(found)),
        url=reverse("mentorship:pairing", args=[key]),
        people=(other,),
        chapter=_chapter(found.proposal.round_key),
    )


@reporting.place("proposal")
def proposal(member: Member, key: UUID) -> Place | None:
    found = Proposal.objects.involving(member).for_listing().filter(uuid=key).first()
    if found is None:
        return None
    other = found.mentee.member if found.side_of(member) == "mentor" else found.mentor.member
    return Place(
        kind="proposal",
        key=key,
        name=_("A proposal: {pair}").format(pair=_named(found)),
        url=reverse("mentorship:proposal", args=[key]),
        people=(other,),
        chapter=_chapter(found.round_key),
        own_case=True,
    )


@reporting.place("mentor")
def mentor(member: Member, key: UUID) -> Place | None:
    """A mentor as others of the round see them: in the list, among suggestions, when they are asked."""
    rounds = Participant.objects.of(member).filter(state=Participant.State.APPROVED)
    keys = rounds.values("round_key")
    rows = Participant.objects.mentors().filter(state=Participant.State.APPROVED, round_key__in=keys)
    found = rows.exclude(member=member).select_related("member").filter(uuid=key).first()
    if found is None:
        return None
    mine = rounds.filter(round_key=found.round_key).order_by("pk").first()
    return Place(
        kind="mentor",
        key=key,
        name=_("{name}, a mentor").format(name=found.member.name),
        url=reverse("mentorship:directory", args=[mine.uuid]) if mine else "",
        people=(found.member,),
        chapter=_chapter(found.round_key),
    )


def _chapter(round_key: UUID) -> Chapter | None:
    """The chapter whose round it is; its safeguarding role reads the report, too."""
    round_page = RoundPage.objects.of(round_key).select_related("chapter").first()
    return round_page.chapter if round_page else None


@reporting.stops
def stop(report: Report, others: Collection[Member]) -> list[str]:
    """The live pairs between who asks and these people are on hold at once; one that ended this very moment needs none."""
    lines = []
    for each in holds.concerned(report=report):
        if each.side_of(report.by) and each.other_of(report.by).member in others:
            with suppress(NotNow):
                holds.hold(pairing=each, actor=report.by, report=report)
                lines.append(_("Pair on hold: {pair}.").format(pair=_named(each)))
    return lines


@blocking.parts
def part(one: Member, other: Member) -> None:
    """Open proposals between the two end without a word."""
    exclusions.separate(one=one, other=other)


@blocking.meets_again
def meet_again(one: Member, other: Member) -> None:
    """A wish to complete their pair is not taken for granted because it was asked before or during the block."""
    pair_course.wait_anew(one=one, other=other)


@reporting.offers
def offers(report: Report) -> list[Offer]:
    """Hold, release or end their pairs; keep them apart, or one of them out of mentoring, or take that back."""
    named = list(report.named.all())
    return [*_pairs(report), *_decisions(report, named)]


def _pairs(report: Report) -> list[Offer]:
    found = []
    for each in holds.concerned(report=report):
        verbs = ("release", "end") if each.state == Pairing.State.HELD else ("hold",)
        if verbs[0] == "release" and holds.kept_apart(pairing=each):
            verbs = ("end",)
        found += [_pair_offer(report, each, verb) for verb in verbs]
    return found


def _pair_offer(report: Report, found: Pairing, verb: str) -> Offer:
    deed, label, done = {
        "hold": (holds.hold, _("Put on hold: {pair}"), _("Pair on hold: {pair}.")),
        "release": (holds.release, _("Let it go on: {pair}"), _("The pair goes on: {pair}.")),
        "end": (holds.end, _("End it: {pair}"), _("Pair ended: {pair}.")),
    }[verb]

    def run(actor: Member) -> str:
        deed(pairing=found, actor=actor, report=report)
        return done.format(pair=_named(found))

    warning = _(
        "The pair is over for good: it cannot be brought back. Both are told that it has ended and not why, both places "
        "are free, their meetings are called off, and contact details are not shown again. The newcomer stands first "
        "in line for another mentor."
    )
    told = warning if verb == "end" else ""
    return Offer(f"{verb}:{found.uuid}", label.format(pair=_named(found)), run, told)


def _decisions(report: Report, named: list[Member]) -> list[Offer]:
    standing = exclusions.standing(members=[report.by_id, *(member.pk for member in named)])
    apart = {frozenset((each.member_id, each.other_id)) for each in standing if each.other_id}
    barred = {each.member_id for each in standing if each.other_id is None}
    found = [
        _apart(report.by, member) for member in named if frozenset((report.by_id, member.pk)) not in apart
    ]
    found += [_bar(member) for member in named if member.pk not in barred]
    return found + [_lift(each) for each in standing]


def _apart(one: Member, other: Member) -> Offer:
    def run(actor: Member) -> str:
        exclusions.keep_apart(actor=actor, one=one, other=other)
        done = _("{one} and {other} are kept apart in mentoring.").format(one=one.name, other=other.name)
        rests = Pairing.objects.of(one).of(other).filter(state=Pairing.State.HELD).for_listing()
        held = [_("Pair on hold: {pair}.").format(pair=_named(each)) for each in rests.order_by("pk")]
        return " ".join([done, *held])

    label = _("Keep apart: {one} and {other}").format(one=one.name, other=other.name)
    return Offer(f"apart:{other.pk}", label, run)


def _bar(member: Member) -> Offer:
    def run(actor: Member) -> str:
        exclusions.bar(actor=actor, member=member)
        return _("{name} is not paired with anybody.").format(name=member.name)

    return Offer(f"bar:{member.pk}", _("Keep out of mentoring: {name}").format(name=member.name), run)


def _lift(decision: Exclusion) -> Offer:
    names = [decision.member.name, *([decision.other.name] if decision.other else [])]
    told = " · ".join(names)

    def run(actor: Member) -> str:
        exclusions.lift(exclusion=decision)
        return _("A decision is taken back: {names}.").format(names=told)

    words = _("No longer keep apart: {names}") if decision.other else _("Let back into mentoring: {names}")
    return Offer(f"lift:{decision.pk}", words.format(names=told), run)


@reporting.evidence
def asked(report: Report) -> list[Piece]:
    """What was written on the very proposal that was reported, between people of the case, while there is no pair."""
    if report.place_kind != "proposal":
        return []
    parties = _parties(report)
    rows = Proposal.objects.filter(
        uuid=report.place_key, mentor__member__in=parties, mentee__member__in=parties
    )
    found = []
    for row in rows.for_listing().prefetch_related("messages"):
        sides = {Pairing.Side.MENTOR: row.mentor.member, Pairing.Side.MENTEE: row.mentee.member}
        found += [Piece(row.mentee.member.name, row.created_at, row.note)] if row.note else []
        found += [Piece(sides[said.side].name, said.sent_at, said.text) for said in row.messages.all()]
    return found


@reporting.evidence
def words(report: Report) -> list[Piece]:
    """What two people of the case wrote to each other in a pair that is on hold or over."""
    parties = _parties(report)
    rests = Q(pairing__state=Pairing.State.HELD) | Q(pairing__ended_at__isnull=False)
    found = []
    for model in (PairMessage, PairThanks):
        rows = model.objects.filter(
            rests, pairing__mentor__member__in=parties, pairing__mentee__member__in=parties
        )
        people = rows.select_related("pairing__mentor__member", "pairing__mentee__member")
        found += [Piece(_writer(row).name, row.sent_at, row.text) for row in people]
    return found


def _parties(report: Report) -> set[int]:
    return {report.by_id, *(member.pk for member in report.named.all())}


def _writer(row: PairMessage | PairThanks) -> Member:
    pair = row.pairing
    return pair.mentor.member if row.side == Pairing.Side.MENTOR else pair.mentee.member


def _named(found: Pairing | Proposal) -> str:
    return f"{found.mentor.member.name} · {found.mentee.member.name}"
