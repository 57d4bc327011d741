"""Wake-ups: each takes an id and does what the row says; the truth is a row, and `manage.py tick` sweeps what was missed."""

from django.tasks import task

from mentorship import match_work


@task(backend="background")
def do_match_run(run_pk: int) -> None:
    match_work.work(run_pk)
