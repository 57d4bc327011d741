"""Wake-ups: each takes an id and does what the row says; the truth is a row, and `manage.py tick` sweeps what was missed."""

from django.tasks import task

from cms import emails


@task(backend="background", queue_name="mail")
def send_message(message_pk: int) -> None:
    emails.send(message_pk)
