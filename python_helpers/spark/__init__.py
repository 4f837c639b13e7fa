"""What Spark built, for helpers that read DuckDB."""
