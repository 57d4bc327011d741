"""The demo's mentoring round: mentors, newcomers and a pair."""
