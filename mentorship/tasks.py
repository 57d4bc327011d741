"""Wake-ups: each takes an id and does what the row says; the truth is a row, and `manage.py tick` sweeps what was missed."""

from django.tasks import task

from mentorship import match_publishing, match_work


@task(backend="background")
def do_match_run(run_pk: int) -> None:
    match_work.work(run_pk)


@task(backend="background")
def publish_match_run(run_pk: int) -> None:
    match_publishing.publish(run_pk)
