"""Helpers around the dbt project: landing, synthetic extracts, publishing, evaluation and explanation."""
