"""Recaps: begun and published by who runs the meetup, told with the records beside the words, and what they cost."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.actions.unpublish_page import UnpublishPageAction

from cms.models import Block, Event, Member
from learning.models import GroupMembership, Meetup, MeetupLesson, RecapPage, StudyGroup, TalkSlot
from learning.services import recaps
from tests.factories import groups as make
from tests.factories import learning, trees
from tests.learning.views.test_groups import cost

WORDS = "We read about loops.\n\nThen <b>soup</b> & questions."
LINKS = "https://example.org/slides Slides about loops\n\nhttps://example.org/code"


@pytest.fixture
def group(home) -> StudyGroup:
    made = make.group()
    make.group_page(made)
    trees.complete()
    return made


@pytest.fixture
def meetup(group) -> Meetup:
    return make.over(make.meetup(group=group, title="Loops"))


@pytest.fixture
def olga(client, group, make_member) -> Member:
    made = make.organizer(group.chapter, make_member("Olga"))
    client.force_login(made)
    return made


def at(meetup: Meetup, name: str = "recap") -> str:
    return reverse(f"learning:{name}", args=[meetup.uuid])


def told(answer) -> str:
    return " ".join(BeautifulSoup(answer.text, "html.parser").main.get_text(" ").split())


def errors(answer) -> list[str]:
    page = BeautifulSoup(answer.text, "html.parser")
    return [each.get_text().strip() for each in page.select(".error-summary p, .error-summary li")]


def talk(meetup: Meetup, speaker: Member, title: str, **fields) -> TalkSlot:
    facts = {"kind": "lightning", "state": "done", "speaker": speaker, "title": title, **fields}
    return TalkSlot.objects.create(meetup=meetup, **facts)


def test_a_recap_is_begun_once_below_the_page_of_the_group(client, olga, group, meetup):
    for _time in range(2):
        answer = client.post(at(meetup), {"words": WORDS, "materials": LINKS})
        assert (answer.status_code, answer["Location"]) == (302, at(meetup))
    page = RecapPage.objects.get(alias_of=None)
    assert (page.get_parent().specific.group, page.live, page.owner, page.summary) == (
        group, False, olga, "We read about loops. Then <b>soup</b> & questions.",
    )  # fmt: skip
    assert [(block.block_type, str(block.value)) for block in page.body][0] == (
        "text", "<p>We read about loops.</p>\n\n<p>Then &lt;b&gt;soup&lt;/b&gt; &amp; questions.</p>",
    )  # fmt: skip
    assert str(page.body[2].value) == (
        '<ul><li><a href="https://example.org/slides">Slides about loops</a></li>'
        '<li><a href="https://example.org/code">example.org</a></li></ul>'
    )
    assert list(Event.objects.filter(verb__startswith="recap").values_list("verb", "actor")) == [
        ("recap-drafted", olga.pk)
    ]


def test_what_cannot_be_kept_gets_a_sentence_and_stays_on_the_form(client, olga, meetup):
    wrong = [
        ({"words": " "}, "What you did: This field is required."),
        ({"materials": "slides.pdf"}, "Materials: “slides.pdf” does not begin with a link, such as https://example.org/slides."),
        ({"materials": "javascript:alert(1) x"}, "Materials: “javascript:alert(1) x” does not begin with a link, such as https://example.org/slides."),
        ({"materials": "https://example.org/\n" * 21}, "Materials: More than twenty links are too many here. "
         "Add the others in the admin."),
    ]  # fmt: skip
    for changed, words in wrong:
        answer = client.post(at(meetup), {"words": "Kept words", "materials": "", **changed})
        assert (answer.status_code, errors(answer)) == (200, [words])
    assert "Kept words" in answer.text
    ahead, cancelled = make.meetup(in_days=3), make.over(make.meetup())
    Meetup.objects.filter(pk=cancelled.pk).update(state="cancelled")
    for each, words in (
        (ahead, "A recap can be written once the meetup is over."),
        (cancelled, "This meetup did not take place, so there is nothing to tell of it."),
    ):
        assert errors(client.post(at(each), {"words": "Kept words"})) == [words]
    assert RecapPage.objects.count() == 0


def test_a_meetup_of_no_group_stands_below_its_chapter_and_without_one_nowhere(client, olga, group):
    alone = make.over(make.meetup())
    client.post(at(alone), {"words": WORDS})
    assert RecapPage.objects.get(alias_of=None).get_parent().specific.chapter == group.chapter
    assert client.get(at(alone)).status_code == 200
    far = make.over(make.meetup(chapter=make.chapter("Brno")))
    make.organizer(far.chapter, olga)
    assert errors(client.post(at(far), {"words": WORDS})) == [
        "Your chapter has no published page yet, and the group's page stands below it. Ask an editor."
    ]


def test_publishing_shows_it_on_the_pages_of_the_meetup_the_group_and_the_chapter(
    client, olga, group, meetup
):
    assert (
        "There is no recap of this meetup yet." in client.post(at(meetup, "recap-publish"), follow=True).text
    )
    client.post(at(meetup), {"words": WORDS})
    url = group.pages.get(alias_of=None).get_url()
    assert "We read about loops." not in client.get(url).text
    for _time in range(2):
        assert client.post(at(meetup, "recap-publish")).status_code == 302
    page = RecapPage.objects.get(alias_of=None)
    assert (page.live, Event.objects.filter(verb="recap-published").count()) == (True, 1)
    client.logout()
    chapter = page.get_parent().get_parent()
    for where in (url, chapter.get_url(), meetup.get_absolute_url()):
        assert f'href="{page.get_url()}"' in client.get(where).text
    assert "We read about loops." in client.get(page.get_url()).text


def test_a_recap_that_waits_in_the_admin_is_published_there(client, olga, meetup):
    page = recaps.draft(actor=olga, meetup=meetup, words=WORDS)
    page.locked = True
    page.save()
    answer = client.post(at(meetup, "recap-publish"), follow=True)
    assert "This recap is locked or waits for an approval in the admin" in answer.text
    page.locked = False
    page.body = [("heading", {"text": "", "level": "2", "anchor": ""})]
    page.save()
    page.save_revision()
    answer = client.post(at(meetup, "recap-publish"), follow=True)
    assert "Something in the draft is still empty." in answer.text
    assert RecapPage.objects.get(alias_of=None).live is False


def test_what_somebody_took_down_goes_up_again_only_in_the_admin(client, olga, meetup, moderator):
    published(olga, meetup)
    page = recaps.of(meetup=meetup)
    page.unpublish(user=moderator)
    answer = client.post(at(meetup, "recap-publish"), follow=True)
    assert "Somebody took this recap off the site." in answer.text
    assert recaps.of(meetup=meetup).live is False
    page.latest_revision.publish(user=moderator)
    UnpublishPageAction(recaps.of(meetup=meetup), user=olga).execute(skip_permission_checks=True)
    client.post(at(meetup, "recap-publish"))
    assert recaps.of(meetup=meetup).live is True


def published(olga: Member, meetup: Meetup) -> str:
    recaps.draft(actor=olga, meetup=meetup, words=WORDS)
    return recaps.publish(actor=olga, meetup=meetup).get_url()


def test_a_recap_names_speakers_who_agreed_the_lessons_and_the_next_meetup(
    client, olga, group, meetup, make_member
):
    lesson = learning.lesson("Loops and lists")
    trees.complete()
    MeetupLesson.objects.create(meetup=meetup, lesson_key=lesson.translation_key)
    ana, bo = make_member("Ana"), make_member("Bo")
    talk(meetup, ana, "Tides", may_be_named=True)
    talk(meetup, bo, "Recipes")
    TalkSlot.objects.create(meetup=meetup, kind="lightning", state="claimed", speaker=bo, title="Never given")
    make.meetup(in_days=2, title="Of the chapter")
    coming = make.meetup(group=group, in_days=9, title="Functions")
    words = told(client.get(published(olga, meetup)))
    assert [name in words for name in ("Tides", "Ana", "Recipes", "Bo ", "Never given", "Loops and lists")] == [
        True, True, True, False, False, True,
    ]  # fmt: skip
    assert ("Functions" in words, "Of the chapter" in words) == (True, False)
    Meetup.objects.filter(pk=coming.pk).update(state="cancelled")
    assert "Of the chapter" in told(client.get(RecapPage.objects.get(alias_of=None).get_url()))


def test_a_speaker_takes_their_name_out_and_nobody_else_can(client, olga, meetup, make_member):
    ana = make_member("Ana")
    slot = talk(meetup, ana, "Tides", may_be_named=True)
    url = published(olga, meetup)
    assert (
        client.post(reverse("learning:slot-name", args=[slot.uuid]), {"may_be_named": "no"}).status_code
        == 404
    )
    client.force_login(ana)
    assert "Take my name out" in client.get(url).text
    for _time in range(2):
        answer = client.post(reverse("learning:slot-name", args=[slot.uuid]), {"may_be_named": "no"})
        assert (answer.status_code, answer["Location"]) == (302, url)
    client.logout()
    assert "Ana" not in told(client.get(url))
    assert list(
        Event.objects.filter(object__startswith="learning.talkslot").values_list("verb", flat=True)
    ) == ["unnamed"]


def test_a_name_is_not_shown_across_a_block(client, olga, meetup, make_member):
    ana, reader = make_member("Ana"), make_member("Reader")
    talk(meetup, ana, "Tides", may_be_named=True)
    Block.objects.create(blocker=ana, blocked=reader)
    url = published(olga, meetup)
    client.force_login(reader)
    assert "Ana" not in told(client.get(url))


def test_an_organizer_of_the_group_alone_writes_and_publishes_without_the_admin(
    client, group, meetup, member
):
    make.joined(group, member, role=GroupMembership.Role.ORGANIZER)
    client.force_login(member)
    client.post(at(meetup), {"words": WORDS})
    assert "Write on in the admin" not in client.get(at(meetup)).text
    client.post(at(meetup, "recap-publish"))
    assert RecapPage.objects.get(alias_of=None).live is True


def test_the_board_asks_for_it_until_it_is_published(client, olga, group, meetup):
    board = reverse("learning:group-board", args=[group.uuid])
    assert f'href="{at(meetup)}"' in client.get(board).text
    published(olga, meetup)
    assert f'href="{at(meetup)}"' not in client.get(board).text


def test_others_find_nothing_and_a_get_changes_nothing(client, olga, meetup, make_member):
    assert client.get(at(meetup, "recap-publish")).status_code == 405
    wes = make.organizer(make.chapter("Brno"), make_member("Wes"))
    for who in (wes, make.joined(meetup.group, make_member("Ana")).member):
        client.force_login(who)
        assert client.get(at(meetup)).status_code == 404
        assert [
            client.post(at(meetup, name), {"words": "x"}).status_code for name in ("recap", "recap-publish")
        ] == [404, 404]
    client.logout()
    assert client.get(at(meetup)).status_code == 302
    assert RecapPage.objects.count() == 0


def test_a_recap_costs_the_same_for_one_and_for_three(client, olga, group, make_member):
    def costs(number: int) -> list[int]:
        found = make.over(make.meetup(group=group), days=10 - number)
        for nth in range(number):
            talk(found, make_member(f"Speaker {number}-{nth}"), "Tides", may_be_named=True)
            lesson = learning.lesson(f"Lesson {number}-{nth}")
            MeetupLesson.objects.create(meetup=found, lesson_key=lesson.translation_key)
        url = published(olga, found)
        mine = cost(client, at(found))
        client.logout()
        public = [cost(client, url), cost(client, group.pages.get(alias_of=None).get_url())]
        client.force_login(olga)
        return [mine, *public]

    assert (costs(1), costs(3)) == ([12, 7, 7], [12, 7, 7])
