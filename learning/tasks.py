"""Wake-ups: each takes an id and does what the row says; the truth is a row, and `manage.py tick` sweeps what was missed."""

from django.tasks import task

from learning import pack_building


@task(backend="background")
def build_pack(pack_pk: int) -> None:
    pack_building.build(pack_pk)
