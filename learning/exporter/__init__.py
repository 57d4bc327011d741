"""Lessons written as Markdown in our own format: no Django in here, every rule is testable without a database."""
