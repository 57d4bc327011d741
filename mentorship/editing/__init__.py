"""Mentoring in the Wagtail admin."""
