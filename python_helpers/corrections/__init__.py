"""Corrections: what people decided about records and persons, kept in an owner-only folder beside the landing."""
