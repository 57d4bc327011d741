import pytest
from django.urls import reverse

from cms.models import Chapter, ChapterRole
from mentorship.models import Participant, RoundPage
from mentorship.services import participants
from tests.factories import mentorship as factory
from tests.factories.mentorship import make_participant, make_round, make_topic


@pytest.fixture
def rosa(client, make_member):
    member = make_member("Rosa")
    client.force_login(member)
    return member


def step(round_page, role, name="about"):
    return reverse("mentorship:apply", args=[round_page.round_key, role, name])


def test_a_visitor_is_led_to_the_door(client, round_page):
    assert client.get(step(round_page, "mentee")).headers["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_four_steps_lead_from_nothing_to_an_application(role, client, rosa, round_page):
    topic = make_topic("Git")
    about = {"display_name": "Rosa", "pronouns": "she/her", "goals": "To go on", "stage": "1", "chapter": ""}
    topics = {f"level-{topic.translation_key}": "2", f"priority-{topic.translation_key}": "3"}
    time = {
        "timezone": "Europe/Prague",
        "hour": ["1-18", "1-19", "9-99", "x"],
        "written": "Sat 9:30-12",
        "formats": ["call", "in_person"],
        "frequency": "2",
        "language-0": "cs",
        "fluency-0": "fluent",
        "language-1": "en",
        "fluency-1": "basic",
    }
    send = {"capacity": "2", "employer": "Acme", "contact": "rosa in the chat", "consent": "on"}
    for name, data, then in (
        ("about", about, "topics"),
        ("topics", topics, "time"),
        ("time", time, "send"),
    ):
        assert client.post(step(round_page, role, name), data).headers["Location"] == step(
            round_page, role, then
        )
    answer = client.post(step(round_page, role, "send"), send)
    participant = Participant.objects.get()
    assert answer.headers["Location"] == reverse("mentorship:participation", args=[participant.uuid])
    rosa.refresh_from_db()
    assert (participant.state, participant.role, participant.capacity) == (
        "submitted",
        role,
        2 if role == "mentor" else 1,
    )
    assert (rosa.pronouns, rosa.timezone, rosa.contact) == ("she/her", "Europe/Prague", "rosa in the chat")
    assert list(rosa.availability.values_list("weekday", "start", "end")) == [(1, 1080, 1200), (5, 570, 720)]
    assert list(rosa.languages.values_list("code", "level")) == [("cs", "fluent"), ("en", "basic")]
    priority = 2 if role == "mentor" else 3
    assert list(participant.topics.values_list("level", "priority")) == [(2, priority)]


def test_every_step_shows_again_what_was_kept(client, rosa, round_page):
    topic = make_topic("Git")
    client.post(step(round_page, "mentee"), {"display_name": "Rosa", "goals": "A < B", "stage": "2"})
    client.post(step(round_page, "mentee", "topics"), {f"level-{topic.translation_key}": "3"})
    client.post(
        step(round_page, "mentee", "time"),
        {"timezone": "Europe/Prague", "hour": "1-18", "written": "Sun 6:00-6:30", "language-0": "es"},
    )
    pages = {name: client.get(step(round_page, "mentee", name)).text for name in ("about", "topics", "time")}
    assert "A &lt; B" in pages["about"]
    assert '<option value="3" selected>In depth</option>' in pages["topics"]
    assert 'value="1-18" aria-label="Tuesday 18:00–19:00" checked' in pages["time"]
    assert 'value="Sun 06:00-06:30"' in pages["time"]
    assert '<option value="es" selected>Spanish</option>' in pages["time"]


def test_a_draft_can_be_left_at_any_step(client, rosa, round_page):
    answer = client.post(step(round_page, "mentee"), {"display_name": "Rosa", "goals": "", "draft": "1"})
    participant = Participant.objects.get()
    assert answer.headers["Location"] == reverse("mentorship:participation", args=[participant.uuid])
    text = client.get(answer.headers["Location"]).text
    assert "Your draft is kept. Before you can send it:" in text
    assert "What you want to reach." in text


def test_absurd_values_come_back_with_the_reason_beside_the_field(client, rosa, round_page):
    answer = client.post(
        step(round_page, "mentor", "time"),
        {
            "timezone": "Mars/Base",
            "written": "whenever",
            "hour": "1-18",
            "frequency": "99",
            "language-0": "tlh",
        },
    )
    assert answer.status_code == 200
    assert Participant.objects.count() == 0
    assert 'href="#id_timezone"' in answer.text
    assert 'aria-describedby="id_written_helptext id_written_error"' in answer.text
    assert "“whenever” is not a weekly time. Write it like Tue 18:00-20:00." in answer.text
    assert 'value="1-18" aria-label="Tuesday 18:00–19:00" checked' in answer.text


def test_an_unfinished_application_is_not_sent_and_says_where_to_go(client, rosa, round_page):
    answer = client.post(step(round_page, "mentee", "send"), {"contact": "me"})
    assert answer.status_code == 200
    assert "Your agreement to the code of conduct." in answer.text
    assert f'<a href="{step(round_page, "mentee", "topics")}">Topics</a>: At least one topic.' in answer.text
    assert Participant.objects.get().state == "draft"
    rosa.refresh_from_db()
    assert rosa.contact == "me"


def test_a_second_submit_is_the_same_application(client, round_page):
    participant = make_participant(round_page, "Nora", state="draft")
    client.force_login(participant.member)
    for _time in range(2):
        answer = client.post(step(round_page, "mentee", "send"), {"contact": "me", "consent": "on"})
        assert answer.status_code == 302
    assert Participant.objects.get().state == "submitted"


def test_a_closed_round_shows_its_reason_instead_of_a_form(client, rosa, round_page):
    RoundPage.objects.filter(pk=round_page.pk).update(kind="dated")
    assert "This round takes no applications now" in client.get(step(round_page, "mentee")).text
    answer = client.post(step(round_page, "mentee"), {"display_name": "Rosa", "goals": "x"})
    assert (answer.status_code, Participant.objects.count()) == (200, 0)


@pytest.mark.parametrize("path", ["boss/", "mentor/nothing/", "mentor/about/more/"])
def test_nonsense_is_not_found(path, client, rosa, round_page):
    assert client.get(f"/mentoring/rounds/{round_page.round_key}/{path}").status_code == 404


def test_a_stranger_finds_no_application_of_others(client, rosa, round_page):
    participant = make_participant(round_page, "Nora")
    assert client.get(reverse("mentorship:participation", args=[participant.uuid])).status_code == 404
    for name in ("participation-withdraw", "participation-consent"):
        assert client.post(reverse(f"mentorship:{name}", args=[participant.uuid])).status_code == 404
    assert Participant.objects.get().state == "approved"


def test_a_get_leaves_the_round_to_nobody(client, round_page):
    participant = make_participant(round_page, "Nora")
    client.force_login(participant.member)
    url = reverse("mentorship:participation-withdraw", args=[participant.uuid])
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    assert Participant.objects.get().state == "withdrawn"


@pytest.mark.parametrize("role", ["mentor", "mentee"])
@pytest.mark.parametrize("state", Participant.State.values)
def test_the_status_page_says_what_happens_next_in_every_state(state, role, client, round_page):
    participant = make_participant(round_page, "Nora", role, state=state)
    client.force_login(participant.member)
    answer = client.get(reverse("mentorship:participation", args=[participant.uuid]))
    assert answer.status_code == 200
    assert "What happens next" in answer.text


def test_nobody_but_the_organizer_sees_an_application_in_the_admin(
    client, program_staff, make_member, round_page
):
    participant = make_participant(round_page, "Nora", state="submitted", employer="Hush Ltd")
    inspect, listing = f"/admin/participant/inspect/{participant.pk}/", "/admin/participant/"
    client.force_login(make_member("Rosa"))
    assert client.get(inspect).status_code in {302, 404}
    client.force_login(program_staff)
    page, table = client.get(inspect), client.get(listing)
    assert (page.status_code, table.status_code) == (200, 200)
    assert "Nora" in page.text
    assert "Nora" in table.text
    secrets = ["Hush Ltd", "private-nora", "nora@example.org"]
    assert [secret for secret in secrets if secret in page.text + table.text] == []


def test_a_chapter_organizer_sees_the_rounds_of_their_chapter_only(client, home):
    chapters = [Chapter.objects.create(name=name, city=name, country="CZ") for name in ("Brno", "Praha")]
    rounds = [make_round(f"In {chapter}", chapter=chapter) for chapter in chapters]
    here, there = (
        make_participant(page, name, state="submitted")
        for page, name in zip(rounds, ("Nora", "Zora"), strict=True)
    )
    olga = factory.make_member("Olga")
    ChapterRole.objects.create(chapter=chapters[0], member=olga, kind="organizer", since="2026-01-01")
    client.force_login(olga)
    table = client.get("/admin/participant/").text
    assert ("Nora" in table, "Zora" in table) == (True, False)
    assert client.get(f"/admin/participant/inspect/{there.pk}/").status_code == 404
    decide = f"/admin/participant/decide/{there.pk}/"
    assert client.post(decide, {"verb": "approve"}).status_code == 404
    answer = client.post(f"/admin/participant/decide/{here.pk}/", {"verb": "approve"})
    assert answer.headers["Location"] == f"/admin/participant/inspect/{here.pk}/"
    assert sorted(Participant.objects.values_list("member__display_name", "state")) == [
        ("Nora", "approved"),
        ("Zora", "submitted"),
    ]


def test_organizers_see_no_drafts_and_first_who_waits(client, program_staff, round_page):
    draft = make_participant(round_page, "Dora", state="draft")
    make_participant(round_page, "Ada", state="approved")
    make_participant(round_page, "Nora", state="submitted")
    client.force_login(program_staff)
    table = client.get("/admin/participant/").text
    assert "Dora" not in table
    assert table.index("Nora") < table.index("Ada")
    assert client.get(f"/admin/participant/inspect/{draft.pk}/").status_code == 404
    assert client.post(f"/admin/participant/decide/{draft.pk}/", {"verb": "approve"}).status_code == 404


@pytest.mark.parametrize("verb", ["waitlist", "reject"])
def test_a_no_without_a_reason_is_refused_with_a_sentence(verb, client, program_staff, round_page):
    participant = make_participant(round_page, "Nora", state="submitted")
    client.force_login(program_staff)
    url = f"/admin/participant/decide/{participant.pk}/"
    answer = client.post(url, {"verb": verb, "reason": " "}, follow=True)
    assert "Say in a sentence why." in answer.text
    client.post(url, {"verb": verb, "reason": "In spring"})
    participant.refresh_from_db()
    assert participant.decision_reason == "In spring"


@pytest.mark.parametrize("verb", ["", "withdraw", "delete"])
def test_no_other_verb_is_known(verb, client, program_staff, round_page):
    participant = make_participant(round_page, "Nora", state="submitted")
    client.force_login(program_staff)
    assert client.post(f"/admin/participant/decide/{participant.pk}/", {"verb": verb}).status_code == 404
    assert client.get(f"/admin/participant/decide/{participant.pk}/").status_code == 405


@pytest.mark.parametrize("path", ["new/", "edit/{pk}/", "delete/{pk}/", "history/{pk}/", "usage/{pk}/"])
def test_an_application_is_never_edited_in_the_admin(path, client, program_staff, round_page):
    participant = make_participant(round_page, "Nora", state="submitted")
    client.force_login(program_staff)
    assert client.get("/admin/participant/" + path.format(pk=participant.pk)).status_code == 404


def test_a_new_code_of_conduct_is_agreed_to_with_one_button(client, round_page):
    participant = make_participant(round_page, "Mira", "mentor")
    Participant.objects.update(consent=None)
    client.force_login(participant.member)
    page = client.get(reverse("mentorship:participation", args=[participant.uuid]))
    assert "The code of conduct has changed" in page.text
    client.post(reverse("mentorship:participation-consent", args=[participant.uuid]))
    assert Participant.objects.get().consent is not None
    assert participants.gaps(participant) == {}
