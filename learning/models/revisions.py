"""Old revisions may name lessons and topics that are gone since: they open without them, instead of not at all."""

from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations


def without_lost(model: type[models.Model], content: dict[str, Any]) -> dict[str, Any]:
    """The stored content without children that point, by a protected key, at what is no longer there.

    Such a child can only be gone from the published page: a row that points there protects it. Drafts, the history and
    the sources of translations keep the number, and modelcluster can do nothing with it.
    """
    kept = dict(content)
    for relation in get_all_child_relations(model):
        name, child = relation.get_accessor_name(), relation.related_model
        rows = kept.get(name)
        if not isinstance(rows, list):
            continue
        for field in child._meta.fields:
            if field.remote_field and field.remote_field.on_delete is models.PROTECT:
                rows = _pointing_somewhere(rows, field)
        kept[name] = [without_lost(child, row) for row in rows]
    return kept


def _pointing_somewhere(rows: list[dict], field: models.Field) -> list[dict]:
    wanted = {row.get(field.name) for row in rows} - {None}
    if not wanted:
        return rows
    there = set(field.remote_field.model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True))
    return [row for row in rows if row.get(field.name) is None or row[field.name] in there]


class OldRevisionsOpen:
    """A page whose revisions can be opened, compared, translated and published whatever became of its neighbors."""

    def with_content_json(self, content: dict[str, Any]):
        return super().with_content_json(without_lost(type(self), content))
