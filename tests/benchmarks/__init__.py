"""Speed, run on purpose: `uv run python -m tests.benchmarks.NAME` prints one line with its figure. Not part of the suite."""
