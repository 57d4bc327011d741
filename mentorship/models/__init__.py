"""The models of mentoring."""
