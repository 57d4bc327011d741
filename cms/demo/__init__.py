"""The demo's community: believable people, chapters and pages, planted by `manage.py demo`."""
