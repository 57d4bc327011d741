"""In the admin an organizer edits and publishes the recaps of their own chapter, and nothing of others."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from cms.models import ChapterPage, Member
from cms.services import chapter_rights
from learning.models import RecapPage
from learning.services import recaps
from tests.factories import groups as make
from tests.factories.form_data import COMMENTS, block_fields
from tests.factories.remembered import remembered


@pytest.fixture
def olga(make_member, home) -> Member:
    return make.organizer(make.chapter(), make_member("Olga"))


@pytest.fixture
def wes(make_member, home) -> Member:
    """Organizes another chapter, which has a page too."""
    make.chapter_page(make.chapter("Atlanta"))
    return make.organizer(make.chapter("Atlanta"), make_member("Wes"))


@pytest.fixture
def recap(olga, wes) -> RecapPage:
    return begun(olga)


@remembered
def begun(olga: Member) -> RecapPage:
    """A draft below the page of a group in Portland."""
    group = make.group()
    make.group_page(group)
    made = recaps.draft(actor=olga, meetup=make.over(make.meetup(group=group)), words="We read about loops.")
    chapter_rights.keep_all_in_line()
    return made


def fields(page: RecapPage, **changed) -> dict:
    given = {"title": page.title, "slug": page.slug, "summary": "", "meetup": page.meetup_id or "", **changed}
    body = [("text", "We read about loops, and had soup.")]
    return given | COMMENTS | block_fields(RecapPage.body.field.stream_block, body, "body")


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_an_organizer_edits_and_publishes_a_recap_of_their_chapter(client, olga, recap):
    client.force_login(olga)
    assert client.get(edit(recap)).status_code == 200
    answer = client.post(edit(recap), fields(recap, title="Loops and soup") | {"action-publish": "yes"})
    recap.refresh_from_db()
    assert (answer.status_code, recap.live, recap.title) == (302, True, "Loops and soup")


def test_only_meetups_of_the_chapter_can_be_chosen_and_none_twice(client, olga, recap):
    client.force_login(olga)
    far = make.over(make.meetup(chapter=make.chapter("Atlanta")))
    answer = client.post(edit(recap), fields(recap, meetup=far.pk) | {"action-publish": "yes"})
    assert "Select a valid choice" in answer.text
    second = recap.get_parent().add_child(instance=RecapPage(title="Second", live=False))
    answer = client.post(edit(second), fields(second, meetup=recap.meetup_id) | {"action-publish": "yes"})
    assert "This meetup has a recap already." in answer.text
    assert [page.meetup_id for page in RecapPage.objects.filter(alias_of=None).order_by("pk")] == [
        recap.meetup_id,
        None,
    ]


def test_an_organizer_cannot_hand_the_page_of_their_chapter_to_another_one(client, olga, recap):
    client.force_login(olga)
    page = ChapterPage.objects.get(chapter=make.chapter(), alias_of=None)
    form = client.get(edit(page)).context["form"]
    assert form.fields["chapter"].disabled is True


def test_an_organizer_of_another_chapter_is_refused_on_every_page(client, wes, recap):
    client.force_login(wes)
    for action in ("edit", "delete", "unpublish", "copy", "move", "add_subpage", "revisions_view"):
        arguments = [recap.pk, recap.latest_revision_id] if action == "revisions_view" else [recap.pk]
        url = reverse(f"wagtailadmin_pages:{action}", args=arguments)
        for answer in (client.get(url), client.post(url, fields(recap, title="Mine now"))):
            assert (action, answer.status_code in {302, 403, 404}) == (action, True)
            assert "We read about loops." not in answer.text
    recap.refresh_from_db()
    assert (recap.live, recap.title == "Weekly meeting 1: what we did") == (False, True)
    assert not Page.objects.filter(title="Mine now").exists()


def test_bulk_actions_of_another_chapter_change_nothing_and_name_nothing(client, wes, recap):
    client.force_login(wes)
    for action in ("delete", "publish", "unpublish", "move"):
        url = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?id={recap.pk}&next=/admin/"
        assert recap.title not in client.get(url).text
        answer = client.post(url, {"chooser": recap.get_parent().pk})
        assert answer.status_code in {200, 302, 403}
    recap.refresh_from_db()
    assert (recap.live, RecapPage.objects.filter(alias_of=None).count()) == (False, 1)


def test_choosers_show_drafts_to_their_own_chapter_only(client, olga, wes, recap):
    browse = reverse("wagtailadmin_choose_page_child", args=[recap.get_parent().pk])
    search = f"{reverse('wagtailadmin_choose_page_search')}?q=Weekly"
    seen = {}
    for who in (olga, wes):
        client.force_login(who)
        seen[who.display_name] = [recap.title in client.get(url).text for url in (browse, search)]
    assert (seen["Olga"][0], seen["Wes"]) == (True, [False, False])


def test_snippets_and_records_are_not_theirs(client, olga, recap):
    client.force_login(olga)
    for name in (
        "wagtailsnippets_learning_topic:list",
        "wagtailsnippets_cms_resource:list",
        "chapter_roles:index",
    ):
        assert client.get(reverse(name)).status_code in {302, 403, 404}
