"""Who reads what of mentoring: words planted in every field, and looked for in whatever anybody is answered or sent."""

from contextlib import ExitStack
from datetime import timedelta
from itertools import product
from uuid import uuid4

from django.core import mail
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.models import Member, Message
from cms.services import messages
from mentorship.forms import STEPS
from mentorship.models import (
    Answer,
    ApartNote,
    PairAgreement,
    PairClosing,
    Pairing,
    PairNote,
    PairThanks,
    Participant,
    Proposal,
    ProposalMessage,
    Pulse,
)
from mentorship.services import pair_goals, pair_meetings, pair_thread, pairings, participants, proposals
from tests.crawling import nothing_there_in_a_word, patterns
from tests.factories.mentorship import make_completed_pair, make_member, make_pair, make_participant

PRIVATE = ("contact", "email", "employer")


def word(field: str, who: str) -> str:
    """A word nothing else on the site holds. The address is what it is."""
    return f"{who.lower()}@example.org" if field == "email" else f"zq{field}{who.lower()}"


def planted(round_page, name: str, role: str, **fields) -> Participant:
    person = make_member(name)
    Member.objects.filter(pk=person.pk).update(contact=f"+420 {word('contact', name)}")
    person.refresh_from_db()
    return make_participant(
        round_page,
        name,
        role,
        member=person,
        employer=word("employer", name),
        goals=word("goals", name),
        **fields,
    )


WORDS = {
    **{f"{field} of {who}": word(field, who) for who in ("Mira", "Nora") for field in (*PRIVATE, "goals")},
    "note": "zqnote",
    "words": "zqwords",
    "place": "zqplace",
    "aim": "zqaim",
    "kind no": "zqkindno",
    "reason told": "zqreasontold",
    "end note": "zqendnote",
}


def found_in(text: str) -> set[str]:
    return {name for name, canary in WORDS.items() if canary in text}


#: Where else somebody's words might be read.
AROUND = ("/", "/mentoring-rounds/autumn/", "/today/", "/profile/", "/admin/participant/", "/admin/message/")
SEARCHES = ("/search/?q=zqgoalsmira",)


def addresses(member: Member | None) -> list[list[str]]:
    """Every address of mentoring with every row put in, as groups of a pattern. Of people: the two and oneself."""
    people = Participant.objects.filter(Q(member__display_name__in=["Mira", "Nora"]) | Q(member=member))
    rows = {"participations": people, "proposals": Proposal.objects.all(), "pairs": Pairing.objects.all()}
    mentors = [str(one.uuid) for one in Participant.objects.mentors().filter(listed=True)]
    round_key = str(Participant.objects.first().round_key)
    more = {"mentor": mentors, "role": ["mentor", "mentee"], "step": list(STEPS), "verb": ["done"]}
    more |= {"uuid": [str(one.uuid) for one in people], "day": ["7"], "slug": ["newcomers"]}
    for pair in Pairing.objects.all():
        more |= {"goal": [str(pair.goals.first().uuid)] if pair.goals.exists() else []}
        more |= {"meeting": [str(pair.meetings.first().uuid)] if pair.meetings.exists() else []}
    found = [[each] for each in (*AROUND, *SEARCHES)]
    for text, names, _whose in patterns():
        parts = text.split("/")
        if parts[0] != "mentoring" or not names:
            continue
        firsts = [str(row.uuid) for row in rows[parts[1]]] if parts[1] in rows else [round_key]
        choices = [firsts, *(more.get(name, []) for name in names[1:])]
        found.append(["/" + text % dict(zip(names, each, strict=True)) for each in product(*choices)])
    keys = {"participant": Participant.objects.sent(), "message": Message.objects.order_by("pk")[:3]}
    return [*found, *([f"/admin/{name}/inspect/{row.pk}/" for row in rows] for name, rows in keys.items())]


def crawl(member: Member | None) -> set[str]:
    """All this reader comes to see by opening every address there is."""
    client, seen, missed = Client(), set(), False
    if member:
        client.force_login(member)
    with ExitStack() as shortened:
        for group in addresses(member):
            for address in group:
                answer = client.get(address)
                assert answer.status_code < 500
                content = b"".join(answer.streaming_content) if answer.streaming else answer.content
                asked = address.partition("?q=")[2] or "-"
                seen |= found_in(content.decode(errors="replace").replace(asked, "")) | found_in(
                    str(answer.headers)
                )
                if answer.status_code == 405 or "/accounts/login/" in answer.headers.get("Location", ""):
                    break  # the others of this pattern say the same
                if answer.status_code == 404 and not missed:  # one whole page is enough
                    missed = True
                    shortened.enter_context(nothing_there_in_a_word())
    return seen


def own(who: str) -> set[str]:
    return {f"{field} of {who}" for field in ("contact", "employer", "goals")}


def test_each_field_is_read_where_it_may_be_and_nowhere_else(round_page, program_staff, editor, heard):
    mentor = planted(round_page, "Mira", "mentor", listed=True, capacity=2)
    mentee = planted(round_page, "Nora", "mentee")
    rival = make_participant(round_page, "Olga")
    old = make_participant(round_page, "Ada", "mentor")
    make_participant(round_page, "Cleo", "mentor")
    waiting = make_participant(round_page, "Pia", state="submitted")
    participants.waitlist(actor=program_staff, participant=waiting, reason=WORDS["reason told"])
    turned_down = proposals.request(mentee=mentee, mentor=old, note="")
    proposals.decline(proposal=turned_down, member=old.member, code="known", note=WORDS["kind no"])
    asked = proposals.request(mentee=mentee, mentor=mentor, note=WORDS["note"])
    readers = {
        "visitor": None,
        "member": make_member("Rosa"),
        "rival": rival.member,
        "waiting": waiting.member,
        "old": old.member,
        "mentor": mentor.member,
        "mentee": mentee.member,
        "organizer": program_staff,
        "editor": editor,
    }
    near = ("mentor", "mentee", "organizer")
    before = {name: crawl(readers[name]) for name in near}
    asked_of = {"goals of Mira", "goals of Nora", "note"}
    expected = {
        "visitor": set(),
        "member": set(),
        "rival": {"goals of Mira"},
        "waiting": {"reason told"},
        "old": {"goals of Mira", "goals of Nora", "kind no"},
        "mentor": own("Mira") | asked_of,
        "mentee": own("Nora") | asked_of | {"kind no"},
        "organizer": {"goals of Mira", "goals of Nora", "reason told"},
        "editor": set(),
    }
    assert before == {name: expected[name] for name in near}
    pair = proposals.accept(proposal=asked, member=mentor.member).pairing
    pair_thread.write(pairing=pair, member=mentee.member, text=WORDS["words"], token=uuid4())
    pair_goals.add(pairing=pair, member=mentee.member, title=WORDS["aim"])
    meeting = pair_meetings.propose(
        pairing=pair,
        member=mentee.member,
        starts_at=timezone.now() + timedelta(days=2),
        minutes=30,
        place=WORDS["place"],
    )
    pair_meetings.confirm(meeting=meeting, member=mentor.member)
    shared = {"words", "aim", "place"}
    after = {name: crawl(reader) for name, reader in readers.items()}
    assert after == expected | {
        "mentor": expected["mentor"] | shared,
        "mentee": expected["mentee"] | shared,
    }
    shown = {}
    for name, reader in readers.items():
        client = Client()
        if reader:
            client.force_login(reader)
        answer = client.post(reverse("mentorship:pairing-contact", args=[pair.uuid]))
        shown[name] = found_in(answer.text) & {
            f"{field} of {who}" for field in PRIVATE for who in ("Mira", "Nora")
        }
    theirs = {"mentor": {"contact of Nora", "email of Nora"}, "mentee": {"contact of Mira", "email of Mira"}}
    assert shown == dict.fromkeys(readers, set()) | theirs
    messages.send_due()
    pairings.end(pairing=pair, member=mentee.member, code="fit", note=WORDS["end note"])
    messages.send_due()
    assert crawl(readers["mentor"]) <= after["mentor"]
    letters = {}
    for letter in mail.outbox:
        said = f"{letter.subject} {letter.body} {letter.message().as_string()}"
        said += " ".join(str(part.content) for part in letter.alternatives)
        letters.setdefault(letter.to[0].partition("@")[0], set()).update(
            found_in(said) - {f"email of {letter.to[0].partition('@')[0].title()}"}
        )
    assert letters == {"mira": {"place"}, "nora": {"place"}, "pia": {"reason told"}}
    assert found_in(" ".join(heard)) == set()


LATER = {
    "answer": "zqanswer",
    "sensitive answer": "zqsensitive",
    "whom to keep apart": "zqapart",
    "asked first": "zqaskedfirst",
    "note of Nora": "zqnotenora",
    "note of Mira": "zqnotemira",
    "agreement": "zqagreement",
    "pulse": "zqpulse",
    "look back": "zqlookback",
    "thanks": "zqthanks",
}


def plant_later(pair: Pairing) -> None:
    """What one of a pair writes beside the thread, a row in each table."""
    told = {"kind": "short", "asked": "What for?", "version": "1", "answered_at": timezone.now()}
    for name, sensitive in (("answer", False), ("sensitive answer", True)):
        Answer.objects.create(
            participant=pair.mentee, question_key=uuid4(), value=LATER[name], sensitive=sensitive, **told
        )
    ApartNote.objects.create(participant=pair.mentee, words=LATER["whom to keep apart"])
    asked = {"proposal": pair.proposal, "side": "mentee", "token": uuid4()}
    ProposalMessage.objects.create(text=LATER["asked first"], **asked)
    for side, who in (("mentee", "Nora"), ("mentor", "Mira")):
        PairNote.objects.create(pairing=pair, side=side, token=uuid4(), text=LATER[f"note of {who}"])
    PairAgreement.objects.create(pairing=pair, help=LATER["agreement"], version=1)
    mine = {"pairing": pair, "side": "mentee"}
    Pulse.objects.create(day="7", answer=1, words=LATER["pulse"], **mine)
    PairClosing.objects.create(change=LATER["look back"], **mine)
    PairThanks.objects.create(text=LATER["thanks"], **mine)


def test_what_is_written_beside_the_thread_is_read_by_those_it_is_for(round_page, program_staff, editor):
    pair = make_completed_pair(round_page)
    plant_later(pair)
    links = [
        *(
            reverse(f"mentorship:{name}", args=[pair.uuid])
            for name in ("pairing", "pair-guide", "pair-closing")
        ),
        reverse("mentorship:pulse", args=[pair.uuid, "7"]),
        reverse("mentorship:pulse-list"),
        reverse("mentorship:proposal", args=[pair.proposal.uuid]),
        f"/admin/pairing/inspect/{pair.pk}/",
        *("/mentoring-rounds/", "/mentoring-rounds/autumn/", "/today/"),
    ]
    for each in (pair.mentor, pair.mentee):
        links.append(reverse("mentorship:application", args=[each.round_key, each.uuid]))
        links.append(reverse("mentorship:participation", args=[each.uuid]))
        links.append(f"/admin/participant/inspect/{each.pk}/")

    def read_by(reader: Member | None) -> set[str]:
        client = Client()
        if reader:
            client.force_login(reader)
        text = " ".join(client.get(link).text for link in links)
        return {name for name, canary in LATER.items() if canary in text}

    other = make_pair(round_page, "Ada", "Olga")
    others = (None, make_member("Rosa"), other.mentor.member, other.mentee.member, editor)
    assert [read_by(reader) for reader in others] == [set()] * len(others)
    between = {"asked first", "agreement", "thanks"}
    assert read_by(pair.mentor.member) == between | {"answer", "note of Mira"}
    assert read_by(pair.mentee.member) == between | {"note of Nora", "look back"}
    assert read_by(program_staff) == {
        "answer", "sensitive answer", "whom to keep apart", "pulse", "look back",
    }  # fmt: skip
