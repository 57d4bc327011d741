"""Learning's side of the Wagtail admin: lessons, tracks, exercises, and the report of what to look at."""
