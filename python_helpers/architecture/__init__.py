"""The pictures of the project, drawn from dbt's manifest."""
