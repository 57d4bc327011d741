"""The site's side of the Wagtail admin: what editors, moderators and program staff see and do there."""
