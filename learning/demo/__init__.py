"""The demo's lessons: tracks as Markdown, words, and learners on their way."""
