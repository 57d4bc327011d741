"""Keeps the pieces of a track in the track's own language, at every depth.

Wagtail gives the children of a copied, aliased or translated page their language and a key of their own, but not the
children's children: a track's modules are put right, the lessons in them would still claim the original's place.
"""

import uuid

from django.db.models.signals import pre_save
from django.dispatch import receiver

from .models import TrackItem


@receiver(pre_save, sender=TrackItem, dispatch_uid="track_item_follows_its_module")
def follow_the_module(sender, *, instance: TrackItem, raw: bool = False, **kwargs) -> None:
    """A new item takes the language of its module, and a key of its own where another track has its key already."""
    if raw or not instance._state.adding:
        return
    instance.locale_id = instance.module.locale_id
    taken = TrackItem.objects.filter(translation_key=instance.translation_key, locale_id=instance.locale_id)
    if taken.exclude(module__track_id=instance.module.track_id).exists():
        instance.translation_key = uuid.uuid4()
