"""Settings of the server that benchmarks ask: those of development, but what can wait does wait, as in production."""

from cms.settings import base
from cms.settings.dev import *  # noqa: F403

TASKS = base.TASKS
LOGGING = {**base.LOGGING, "root": {"handlers": ["console"], "level": "WARNING"}}
