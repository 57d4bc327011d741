"""From English to Spanish through the admin: an editor translates, a moderator publishes."""

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation

from cms.models import HomePage, Member, StandardPage
from cms.services import reviews
from tests.factories.remembered import remembered


@pytest.fixture
def spanish(db) -> Locale:
    return Locale.objects.get(language_code="es")


@pytest.fixture
def about(home, moderator) -> StandardPage:
    return written(home, moderator)


@remembered
def written(home: HomePage, moderator: Member) -> StandardPage:
    page = home.add_child(
        instance=StandardPage(
            title="About us", summary="Who we are.", body=[("text", "<p>We learn together.</p>")]
        )
    )
    page.save_revision(user=moderator).publish()
    return StandardPage.objects.get(pk=page.pk)


@pytest.fixture
def begun(client, editor, about, spanish, languages_ready) -> Translation:
    made = begin(editor, about, spanish)
    client.force_login(editor)
    return made


@remembered
def begin(editor: Member, about: StandardPage, spanish: Locale) -> Translation:
    """The editor has opened the Spanish copy and pressed “Translate this page”."""
    browser = Client()
    browser.force_login(editor)
    browser.post(
        reverse("wagtail_localize:submit_page_translation", args=[about.pk]), {"locales": [spanish.pk]}
    )
    return Translation.objects.get(target_locale=spanish, source__object_id=about.translation_key)


def write(client, translation: Translation, words: dict[str, str]) -> list[int]:
    answers = []
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string"):
        if segment.string.data in words:
            address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
            answers.append(
                client.put(
                    address,
                    f"value={words[segment.string.data]}",
                    content_type="application/x-www-form-urlencoded",
                ).status_code
            )
    return answers


WORDS = {
    "About us": "Quiénes somos",
    "We learn together.": "Aprendemos en compañía.",
    "about-us": "quienes-somos",
}


def test_a_copy_stands_in_until_a_translation_is_published(client, begun, spanish):
    page = begun.get_target_instance()
    write(client, begun, WORDS)
    shown = client.get("/es/about-us/").text
    assert (page.alias_of_id, page.live, page.specific.stands_in) == (None, True, True)
    assert page.specific.words_language == "en"
    assert ("We learn together." in shown, 'class="notice"' in shown) == (True, True)


def test_the_editor_opens_the_translation_editor_and_sees_how_to_hand_over(client, begun):
    response = client.get(reverse("wagtailadmin_pages:edit", args=[begun.get_target_instance().pk]))
    assert (response.status_code, "Hand to the moderators" in response.text) == (200, True)


def test_an_editor_translates_and_a_moderator_publishes(
    client, begun, moderator, django_capture_on_commit_callbacks
):
    page = begun.get_target_instance().specific
    assert write(client, begun, WORDS) == [201, 201, 201]
    client.post(reverse("cms_review_translation", args=[begun.pk]))
    unseen = client.get("/es/about-us/").text
    client.force_login(moderator)
    shown = client.get(reverse("wagtailadmin_home")).text
    task = page.current_workflow_task_state
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]))
    page = StandardPage.objects.get(pk=page.pk)
    assert "We learn together." in unseen
    assert "Quiénes somos" in shown
    assert (page.title, page.slug, page.live, page.stands_in) == (
        "Quiénes somos",
        "quienes-somos",
        True,
        False,
    )
    assert "Aprendemos en compañía." in client.get("/es/quienes-somos/").text


def test_an_editor_never_publishes_a_translation(client, begun, django_capture_on_commit_callbacks):
    page = begun.get_target_instance()
    write(client, begun, WORDS)
    with django_capture_on_commit_callbacks(execute=True):
        answers = [
            client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"}),
            client.post(
                reverse("wagtail_localize:update_translations", args=[begun.source.pk]),
                {"publish_translations": "on"},
            ),
        ]
    page.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (page.title, page.specific.stands_in) == ("About us", True)


def test_only_who_may_publish_gives_up_a_translation(client, begun, moderator):
    address = reverse("wagtail_localize:convert_to_alias", args=[begun.get_target_instance().pk])
    client.post(address)
    kept = begun.get_target_instance().alias_of_id
    client.force_login(moderator)
    client.post(address)
    assert (kept, begun.get_target_instance().alias_of_id is None) == (None, False)


def test_nothing_is_handed_over_before_a_word_is_translated(client, begun, editor):
    response = client.post(reverse("cms_review_translation", args=[begun.pk]), follow=True)
    assert "Nothing is translated yet" in response.text
    assert not begun.get_target_instance().workflow_in_progress


def test_handing_over_again_replaces_the_draft_under_review(client, begun, editor):
    write(client, begun, {"About us": "Sobre nosotras"})
    client.post(reverse("cms_review_translation", args=[begun.pk]))
    write(client, begun, {"About us": "Quiénes somos"})
    client.post(reverse("cms_review_translation", args=[begun.pk]))
    page = begun.get_target_instance()
    states = [state.status for state in page.workflow_states.order_by("pk")]
    draft = page.current_workflow_task_state.revision.as_object()
    assert (states, draft.title) == (["cancelled", "in_progress"], "Quiénes somos")


def test_a_stranger_to_the_page_cannot_hand_over_or_translate(client, begun, about, member):
    client.force_login(member)
    for address in (
        reverse("cms_review_translation", args=[begun.pk]),
        reverse("wagtail_localize:submit_page_translation", args=[about.pk]),
        reverse("wagtail_localize:update_translations", args=[begun.source.pk]),
    ):
        assert client.post(address).status_code == 302
    assert not begun.get_target_instance().workflow_in_progress


def test_a_translation_goes_out_and_comes_back_as_a_po_file(client, begun):
    exported = client.get(reverse("wagtail_localize:download_pofile", args=[begun.pk]))
    po = polib.pofile(exported.content.decode())
    for entry in po:
        entry.msgstr = WORDS.get(entry.msgid, "")
    upload = SimpleUploadedFile("about-es.po", str(po).encode())
    client.post(reverse("wagtail_localize:upload_pofile", args=[begun.pk]), {"file": upload})
    total, done = begun.get_progress()
    assert (exported.status_code, done, total >= done) == (200, 3, True)


def test_the_report_and_the_first_page_say_what_is_behind(client, begun):
    write(client, begun, {"About us": "Quiénes somos"})
    report = client.get(reverse("wagtail_localize:translations_report")).text
    home = client.get(reverse("wagtailadmin_home")).text
    row = reviews.behind().get()
    words = f"{row.missing} of {row.total} texts to translate"
    link = reverse("wagtailadmin_pages:edit", args=[begun.get_target_instance().pk])
    assert (words in report, link in report, words in home, row.missing) == (True, True, True, row.total - 1)


def test_a_source_published_since_puts_the_translation_behind(client, begun, about, moderator):
    for segment in StringSegment.objects.filter(source=begun.source).select_related("string"):
        write(client, begun, {segment.string.data: "x"})
    before = reviews.behind().count()
    about.summary = "Who we are and where."
    about.save_revision(user=moderator).publish()
    assert (before, reviews.behind().count()) == (0, 1)


def test_the_editors_of_every_tree_reach_the_spanish_pages(client, editor, about, languages_ready, spanish):
    client.force_login(editor)
    home = about.get_parent().get_translation(spanish)
    listing = client.get(reverse("wagtailadmin_explore", args=[home.pk]))
    copy = client.get(reverse("wagtailadmin_pages:edit", args=[about.get_translation(spanish).pk]))
    assert ("About us" in listing.text, "Translate this page" in copy.text) == (True, True)
