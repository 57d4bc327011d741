"""Translations that come back as a PO file: what is refused is said in a sentence, what was left out is counted."""

import polib
from bs4 import BeautifulSoup
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail_localize.models import (
    StringNotUsedInContext,
    Translation,
    UnknownContext,
    UnknownString,
)
from wagtail_localize.strings import validate_element, validate_translation_links
from wagtail_localize.views.edit_translation import user_can_edit_instance

from cms.exceptions import TranslationRefused

MOST_BYTES = 2_000_000  # the longest lesson we know makes 90 kB
NAMED = 3
ID = "X-WagtailLocalize-TranslationID"


@require_POST
def upload(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Take over the translations of a PO file that was downloaded here; nothing of a refused one."""
    translation = get_object_or_404(Translation, pk=translation_id, enabled=True)
    if not user_can_edit_instance(request.user, translation.get_target_instance()):
        raise PermissionDenied
    try:
        po = read(request.FILES.get("file"), translation)
    except TranslationRefused as refusal:
        messages.error(request, refusal.message)
    else:
        unfit = take_out_unfit(po)
        warnings = translation.import_po(po, user=request.user, tool_name="PO File")
        total, done = translation.get_progress()
        said = _("The file is taken over. {done} of {total} texts are translated now.")
        messages.success(request, said.format(done=done, total=total))
        for sentence in in_words(warnings, unfit):
            messages.warning(request, sentence)
    return redirect(
        get_valid_next_url_from_request(request)
        or translation.get_target_instance_edit_url()
        or "wagtailadmin_home"
    )


def read(file, translation: Translation) -> polib.POFile:
    """The file, if it is one of this translation's. Raises TranslationRefused."""
    if file is None:
        raise TranslationRefused(_("Choose the PO file first."))
    if file.size > MOST_BYTES:
        raise TranslationRefused(
            _("That file is larger than 2 MB: it is not the one that was downloaded here.")
        )
    try:
        text = file.read().decode("utf-8-sig")
        if "msgid" not in text or "\n" not in text:  # polib would look for a file of that name
            raise ValueError(text[:50])
        po = polib.pofile(text)
    except (OSError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise TranslationRefused(
            _("That is not a PO file that can be read. It is saved as UTF-8, and ends in .po.")
        ) from error
    if po.metadata.get(ID) != str(translation.uuid):
        raise TranslationRefused(
            _("That file belongs to another translation. Download the file of this one, and translate in it.")
        )
    return po


def take_out_unfit(po: polib.POFile) -> list[str]:
    """Take out translations that cannot stand on a page: foreign HTML, links the original has not, NUL. Gives their
    originals."""
    unfit = [entry for entry in po if entry.msgstr and not _is_fit(entry)]
    for entry in unfit:
        entry.msgstr = ""
    return [entry.msgid for entry in unfit]


def _is_fit(entry: polib.POEntry) -> bool:
    if "\x00" in f"{entry.msgid}{entry.msgctxt}{entry.msgstr}":
        return False
    try:
        validate_element(BeautifulSoup(entry.msgstr, "html.parser"))
        validate_translation_links(entry.msgid, entry.msgstr)
    except ValueError:
        return False
    return True


def in_words(warnings: list, unfit: list[str]) -> list[str]:
    """What was left out and why, each kind in one sentence with its first texts."""
    strange = [warning.string for warning in warnings if isinstance(warning, UnknownString)]
    elsewhere = [
        warning.string if isinstance(warning, StringNotUsedInContext) else warning.context or "–"
        for warning in warnings
        if isinstance(warning, StringNotUsedInContext | UnknownContext)
    ]
    sentences = (
        (
            strange,
            ngettext(
                "{number} text was left out, because the original has no such text: {texts}",
                "{number} texts were left out, because the original has no such texts: {texts}",
                len(strange),
            ),
        ),
        (
            elsewhere,
            ngettext(
                "{number} text was left out, because it no longer stands in this place: {texts}",
                "{number} texts were left out, because they no longer stand in these places: {texts}",
                len(elsewhere),
            ),
        ),
        (
            unfit,
            ngettext(
                "{number} translation was left out, because it holds HTML or a link that the original has not: {texts}",
                "{number} translations were left out, because they hold HTML or links that the original has not: {texts}",
                len(unfit),
            ),
        ),
    )
    return [said.format(number=len(texts), texts=_some(texts)) for texts, said in sentences if texts]


def _some(texts: list[str]) -> str:
    shown = ", ".join(f"“{text[:60]}”" for text in texts[:NAMED])
    return f"{shown} …" if len(texts) > NAMED else shown
