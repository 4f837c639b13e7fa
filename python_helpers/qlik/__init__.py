"""Schema qlik as Qlik will see it: its fields, how its tables associate, and the load script."""
