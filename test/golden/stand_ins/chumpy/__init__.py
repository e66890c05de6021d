"""Stands in for chumpy, which no longer installs: the names and attributes that its pickles have."""
