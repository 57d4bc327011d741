"""Rounds of mentoring: who takes part, who is asked, who has become a pair."""
