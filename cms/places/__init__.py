"""Places on the globe: a bundled list of cities, the names of countries, and what somebody means by "near"."""
