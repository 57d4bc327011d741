"""The button in the admin: a track as Markdown, for those who may edit it."""

import io
import zipfile

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse


@pytest.fixture
def url(track) -> str:
    return reverse("track_markdown", args=[track.pk])


def test_an_editor_downloads_a_track_as_markdown(client, track, editor, url):
    client.force_login(editor)

    assert url in client.get(reverse("wagtailadmin_pages:edit", args=[track.pk])).text
    response = client.get(url)

    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/zip", "nosniff")
    assert response["Content-Disposition"] == 'attachment; filename="first-steps-en-markdown.zip"'
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert "Told afterwards." in archive.read("first-steps/episodes/01-lists.md").decode()


def test_who_may_not_edit_the_track_gets_nothing(client, track, member, make_member, url):
    client.force_login(member)
    assert client.get(url).status_code in {302, 403}
    visitor = make_member("Vera")  # may enter the admin, and edit nothing there
    visitor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(visitor)
    response = client.get(url, follow=True)
    assert ("Content-Disposition" in response, "permission" in response.text) == (False, True)
    client.logout()
    assert client.get(url).status_code == 302


def test_there_is_no_button_on_other_pages_and_no_zip_of_them(client, lesson, editor):
    client.force_login(editor)

    assert (
        "markdown"
        not in client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).text.lower().split("body")[0]
    )
    assert client.get(reverse("track_markdown", args=[lesson.pk])).status_code == 404


def test_a_track_without_published_lessons_is_refused_in_words(client, track, lessons, editor, url):
    for lesson in lessons:
        lesson.unpublish()
    client.force_login(editor)

    response = client.get(url, follow=True)

    assert "No lesson of this track is published" in response.text


def test_only_a_get_downloads(client, editor, url):
    client.force_login(editor)

    assert client.post(url).status_code == 405
