"""A PO file goes out and comes back; a foreign, broken, hostile or huge one is refused in a sentence."""

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from cms.editing import translation_files
from learning.models import Exercise, LessonPage
from tests.factories import learning as make
from tests.factories.remembered import remembered


@pytest.fixture(params=["lesson", "exercise"])
def translation(request, languages_ready) -> Translation:
    return begun(request.param)


@remembered
def begun(kind: str) -> Translation:
    """A lesson or an exercise somebody has begun to translate."""
    thing: LessonPage | Exercise
    if kind == "lesson":
        thing = make.lesson("Lists", summary="In order.", checkpoints=True)
        translate_object(thing.get_parent().specific, [Locale.objects.get(language_code="es")])
    else:
        thing = Exercise.objects.create(
            title="Count",
            prompt=[("text", '<p>Count <a href="https://a.example/">these</a>.</p>')],
            starter="numbers = [1]\n",
            hints=[("hint", {"content": [("text", "<p>By two.</p>")]})],
            solution=[("text", "<p>Sum.</p>")],
        )
    translate_object(thing, [Locale.objects.get(language_code="es")])
    return Translation.objects.get(source=TranslationSource.objects.get(object_id=thing.translation_key))


@pytest.fixture
def send(client, moderator, translation):
    """Upload this text, or nothing, and give the sentences the editor reads."""
    client.force_login(moderator)

    def upload(content: bytes | None) -> list[str]:
        files = {} if content is None else {"file": SimpleUploadedFile("es.po", content)}
        address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
        response = client.post(address, files)
        assert response.status_code == 302
        return [str(message) for message in client.get(reverse("cms:search")).context["messages"]]

    return upload


@pytest.fixture
def po(client, moderator, translation) -> polib.POFile:
    client.force_login(moderator)
    address = reverse("wagtail_localize:download_pofile", args=[translation.pk])
    return polib.pofile(client.get(address).content.decode())


def test_a_file_goes_out_and_comes_back(send, po, translation, django_capture_on_commit_callbacks):
    for entry in po:
        entry.msgstr = entry.msgid if entry.msgctxt == "slug" else f"es:{entry.msgid}"
    said = send(str(po).encode())
    total, done = translation.get_progress()
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    target = translation.get_target_instance()
    assert said == [f"The file is taken over. {total} of {total} texts are translated now."]
    assert (done, str(target)[:3]) == (total, "es:")
    if isinstance(target, Exercise):
        assert target.starter == "es:numbers = [1]\n"


def test_what_was_left_out_is_said_in_words(send, po):
    first = po[0]
    first.msgstr = "<script>alert(1)</script>"
    po.append(polib.POEntry(msgid="Nowhere", msgctxt="title", msgstr="En ningún lugar"))
    po.append(polib.POEntry(msgid=first.msgid, msgctxt="gone", msgstr="Otro"))
    said = send(str(po).encode())
    assert said[1:] == [
        "1 text was left out, because the original has no such text: “Nowhere”",
        "1 text was left out, because it no longer stands in this place: “gone”",
        "1 translation was left out, because it holds HTML or a link that the original has not: "
        f"“{first.msgid}”",
    ]
    assert not StringTranslation.objects.exists()


@pytest.mark.parametrize(
    "words", ['<a href="javascript:x">y</a>', '<a id="a9">y</a>', '<b onclick="x">y</b>', "<img src=x>"]
)
def test_hostile_words_are_taken_out(words):
    po = polib.POFile()
    po.append(polib.POEntry(msgid="Hello", msgctxt="title", msgstr=words))
    assert (translation_files.take_out_unfit(po), po[0].msgstr) == (["Hello"], "")


CANNOT = "That is not a PO file that can be read. It is saved as UTF-8, and ends in .po."
OTHER = "That file belongs to another translation. Download the file of this one, and translate in it."


REFUSED = [
    (None, "Choose the PO file first."),
    (b"x" * 2_000_001, "That file is larger than 2 MB: it is not the one that was downloaded here."),
    (b"/etc/passwd", CANNOT),
    (b"\xff\xfe msgid \n", CANNOT),
    (b"msgid\nthis is prose\n", CANNOT),
    (b"PK\x03\x04 msgid \n \x00\x00", CANNOT),
    (b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n', OTHER),
    (b'msgid ""\nmsgstr ""\n"X-WagtailLocalize-TranslationID: 1\\n"\n', OTHER),
]


def test_a_foreign_file_is_refused_in_a_sentence(send):
    assert [send(content) for content, _sentence in REFUSED] == [[sentence] for _content, sentence in REFUSED]
    assert not StringTranslation.objects.exists()


def test_a_stranger_uploads_nothing(client, member, translation):
    client.force_login(member)
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    response = client.post(address, {"file": SimpleUploadedFile("es.po", b"x")})
    assert (response.status_code, StringTranslation.objects.exists()) == (302, False)
