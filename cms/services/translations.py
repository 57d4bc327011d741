"""Publishes a translation made elsewhere (a parallel text, a table of words) through wagtail-localize."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from wagtail.fields import StreamField
from wagtail.models import Locale, TranslatableMixin
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object
from wagtail_localize.strings import StringValue

from cms.blocks.identities import identified
from cms.exceptions import CmsError

from . import lags


class NotTranslatable(CmsError):
    """wagtail-localize could make no translation: a field of it does not validate."""

    code = "not_translatable"


@transaction.atomic
def translate(
    *,
    source: TranslatableMixin,
    locale: Locale,
    counterpart: TranslatableMixin | None = None,
    words: Mapping[str, str] | None = None,
) -> tuple[int, int]:
    """Translate `source` into `locale` and publish it; give the number of translated and of all strings.

    `counterpart` is an unsaved instance of the same model with the same shape (the same blocks in the same order) in
    the other language; its strings are paired with the source's by path and position. `words` maps plain source text
    to plain target text and comes first. What neither knows stays as in the source. Running it again changes nothing.
    """
    origin, _made = TranslationSource.update_or_create_from_instance(source)
    for segment in origin.relatedobjectsegment_set.select_related("object"):
        # What the source leads to comes first: the translation leads to its translation.
        related = segment.object.get_instance(source.locale)
        if not related.has_translation(locale):
            translate_object(related, [locale])
    translation, _made = Translation.objects.update_or_create(
        source=origin, target_locale=locale, defaults={"enabled": True}
    )
    paired = _strings_by_path(source, counterpart) if counterpart is not None else {}
    plain = {StringValue.from_plaintext(ours).data: theirs for ours, theirs in (words or {}).items()}

    segments = origin.stringsegment_set.select_related("string", "context").order_by("order")
    seen: dict[str, int] = defaultdict(int)
    done = total = 0
    for segment in segments:
        path = segment.context.path
        place, seen[path] = seen[path], seen[path] + 1
        total += 1
        data = None
        if segment.string.data in plain:
            data = StringValue.from_plaintext(plain[segment.string.data]).data
        elif place < len(paired.get(path, [])):
            data = paired[path][place]
        if data is None:
            continue
        done += 1
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={"data": data, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
        )
    try:
        translation.save_target(publish=True)
    except ValidationError as error:
        raise NotTranslatable from error
    return done, total


def _strings_by_path(source: models.Model, counterpart: TranslatableMixin) -> dict[str, list[str]]:
    for field in source._meta.get_fields():
        if isinstance(field, StreamField):
            ours = field.value_from_object(source)
            theirs = field.value_from_object(counterpart)
            theirs_raw = identified(field.stream_block, theirs.get_prep_value())
            setattr(counterpart, field.name, _with_identities_of(list(ours.raw_data), theirs_raw))
    return lags.strings(instance=counterpart)


def _with_identities_of(ours: Any, theirs: Any) -> Any:
    """`theirs`, with the block identities of `ours` at the same places: paths are made of them."""
    if isinstance(ours, list) and isinstance(theirs, list):
        return [_with_identities_of(*pair) for pair in zip(ours, theirs, strict=False)]
    if isinstance(ours, dict) and isinstance(theirs, dict):
        merged = {key: _with_identities_of(ours.get(key), value) for key, value in theirs.items()}
        return {**merged, "id": ours["id"]} if "id" in ours and "type" in ours else merged
    return theirs
