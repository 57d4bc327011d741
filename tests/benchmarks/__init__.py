"""Speed, run on purpose and never collected by the suite: one module for each question, one printed line for its answer.

    uv run python -m tests.benchmarks.matrix
    DATABASE_URL=postgres://… uv run python -m tests.benchmarks.matrix

A benchmark plants its own rows in the test database inside a transaction and rolls it back, so it leaves nothing and
may be run again. Importing this package (which `python -m` does first) sets Django up with the test settings; then:

- a module `tests/benchmarks/<name>.py` with a function `main()` that is called under `if __name__ == "__main__"`;
- `with database():` around everything that touches rows;
- `measured(call)` for the figure: the median of some runs after a first one that counts for nothing, and the
  statements of one run;
- `report(...)` prints the one line: what, how large, how long, how many statements, on which database.

A figure that must not be crossed is an `assert` in `main()`, with room for a slow machine.

`seats` and `ledger` are about promises, not about speed: they start real processes on a throwaway copy of the test
database (`serving`), print a line for each figure, and end with 1 when a promise is broken.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
django.setup()
