import pytest
from django.db import IntegrityError, transaction

from mentorship import answering
from mentorship.exceptions import AnswerRefused, Incomplete
from mentorship.models import Answer, Question
from mentorship.services import answers, applications, participants
from tests.factories.mentoring import KINDS, make_question
from tests.factories.mentorship import make_participant


@pytest.fixture
def nora(round_page):
    return make_participant(round_page, "Nora", state="draft")


def asked(participant):
    return answers.questions(round_key=participant.round_key, role=participant.role)


def keep(participant, values):
    return answers.keep(participant=participant, asked=asked(participant), values=values)


def stored(participant) -> dict:
    return {answer.asked: answer.value for answer in participant.answers.order_by("pk")}


def test_every_kind_of_answer_is_kept_and_shown_in_words(nora, round_page):
    keys = {kind: make_question(round_page, kind, kind).translation_key for kind in KINDS}
    keep(nora, {keys[kind]: value for kind, (_fields, value) in KINDS.items()})
    assert {answer.kind: answer.value for answer in nora.answers.all()} == {
        kind: value for kind, (_fields, value) in KINDS.items()
    }
    assert {told.kind: told.value for told in answers.for_organizers(participant=nora)} == {
        "short": "A tea shop",
        "long": "Two lines\nof text",
        "number": "2.5",
        "date": "Dec. 24, 2026",
        "single": "Blue",
        "multiple": "Red and Green",
        "scale": "4",
        "yes_no": "No",
        "link": "https://example.org/me",
        "consent": "Agreed",
    }


WRONG = {
    "short": ["x" * 201, "a\x00b"],
    "long": ["x" * 2001],
    "number": ["many", "-1", "41", "2.555", "NaN", "1e99"],
    "date": ["tomorrow", "2026-02-30", "1815-12-10", "9999-01-01"],
    "single": ["Yellow", ["Red"]],
    "multiple": [["Yellow"], ["Red", "Blue", "Green"], "Red"],
    "scale": [0, 6, "three"],
    "yes_no": ["maybe"],
    "link": ["javascript:alert(1)", "ftp://example.org", "no address", "https://x.org/" + "a" * 500],
}


def test_what_does_not_fit_its_kind_is_refused_and_nothing_is_kept(nora, round_page):
    found = []
    for kind, values in WRONG.items():
        key = make_question(round_page, kind, kind).translation_key
        for value in values:
            with pytest.raises(AnswerRefused) as refusal:
                keep(nora, {key: value})
            found.append(str(refusal.value.message).startswith(f"{kind}: "))
    assert found == [True] * sum(map(len, WRONG.values()))
    assert Answer.objects.count() == 0


def test_the_same_answer_twice_is_one_row_and_a_blank_takes_it_back(nora, round_page):
    key = make_question(round_page).translation_key
    assert [keep(nora, {key: value}) for value in ("Tea", "Tea", "Coffee", None, None)] == [
        True,
        False,
        True,
        True,
        False,
    ]
    assert Answer.objects.count() == 0


def test_people_are_asked_what_is_for_them(nora, round_page):
    for audience in ("mentor", "mentee", "both"):
        make_question(round_page, audience, audience=audience)
    mira = make_participant(round_page, "Mira", "mentor")
    assert [[question.label for question in asked(one)] for one in (nora, mira)] == [
        ["mentee", "both"],
        ["mentor", "both"],
    ]
    with pytest.raises(ValueError, match="Not asked"):
        keep(nora, {Question.objects.get(label="mentor").translation_key: "x"})


def test_no_edit_of_content_takes_an_answer_away(nora, round_page):
    question = make_question(round_page, "Your color?", "single")
    key = question.translation_key
    keep(nora, {key: "Blue"})
    # Its words and choices change: the answer stays, says what was asked, and can be kept by saving again
    Question.objects.filter(pk=question.pk).update(label="Your sign?", options="Sun\nMoon")
    [told] = answers.for_organizers(participant=nora)
    assert (told.label, told.asked, told.value) == ("Your sign?", "Your color?", "Blue")
    assert answering.field(asked(nora)[0], former="Blue").clean("Blue") == "Blue"
    # It becomes another question: a blank does not take the old answer away
    Question.objects.filter(pk=question.pk).update(kind="long")
    assert keep(nora, {key: None}) is False
    # It goes, and so does its page
    Question.objects.all().delete()
    [told] = answers.for_organizers(participant=nora)
    assert (told.label, told.value) == ("Your color?", "Blue")
    round_page.delete()
    assert stored(nora) == {"Your color?": "Blue"}


def test_sensitive_answers_are_for_organizers_whatever_editors_say_later(nora, round_page):
    question = make_question(round_page, "Needs", sensitive=True)
    make_question(round_page, "Link", "link")
    other = make_question(round_page, "Open")
    for one in Question.objects.all():
        keep(nora, {one.translation_key: "https://example.org" if one.kind == "link" else "x"})
    Question.objects.filter(pk=question.pk).update(sensitive=False)
    Question.objects.filter(pk=other.pk).update(sensitive=True)

    def labels(read):
        return [told.label for told in read(participant=nora)]

    assert (
        labels(answers.for_organizers),
        labels(answers.for_others),
        labels(answers.for_blind_reviewers),
    ) == (
        ["Needs", "Link", "Open"],
        ["Link"],
        [],
    )


def test_an_application_waits_for_needed_answers_and_for_consent_to_the_text_as_it_is(nora, round_page):
    need = make_question(round_page, "What for?", required=True)
    consent = make_question(round_page, "Photos", "consent", required=True)
    make_question(round_page, "Anything else?")
    with pytest.raises(Incomplete) as refusal:
        participants.submit(participant=nora, consent=True)
    assert refusal.value.missing == {"questions": ["What for?", "Photos"]}
    keep(nora, {need.translation_key: "Tea", consent.translation_key: True})
    first = nora.answers.get(kind="consent")
    assert (first.asked, first.version) == ("Photos\nYou agree to be photographed.", consent.version)
    Question.objects.filter(pk=consent.pk).update(help_text="You agree to be filmed.")
    assert participants.gaps(nora) == {"questions": ["Photos (its text has changed)"]}
    assert keep(nora, {consent.translation_key: None}) is False  # what was agreed to stays on record
    keep(nora, {consent.translation_key: True})
    assert participants.submit(participant=nora, consent=True).state == "submitted"


def test_a_refused_answer_keeps_nothing_of_the_step(nora, round_page):
    key = make_question(round_page, "Hours", "number").translation_key
    with pytest.raises(AnswerRefused):
        applications.keep(
            member=nora.member,
            round_page=round_page,
            role="mentee",
            facts={"goals": "Others"},
            profile={},
            given={key: "many"},
        )
    nora.refresh_from_db()
    assert nora.goals == "To go on"


def test_the_database_keeps_what_is_promised_of_questions_and_answers(nora, round_page):
    question = make_question(round_page)
    keep(nora, {question.translation_key: "Tea"})
    broken = []
    for fields in (
        {"kind": "other"},
        {"audience": "all"},
        {"minimum": 3, "maximum": 2},
        {"kind": "single", "options": ""},
        {"kind": "scale", "minimum": 1, "maximum": 12},
        {"kind": "scale", "minimum": None, "maximum": 5},
        {"kind": "scale", "minimum": 1, "maximum": None},
    ):
        with pytest.raises(IntegrityError) as problem, transaction.atomic():
            Question.objects.update(**fields)
        broken.append(problem.value is not None)
    for fields in ({"kind": "other"}, {"version": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.bulk_create([Answer(**{**answer, "id": None}) for answer in Answer.objects.values()])
    assert broken == [True] * 7
