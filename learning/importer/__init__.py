"""Markdown lesson repositories read into plain data: no Django in here, every rule is testable without a database."""
