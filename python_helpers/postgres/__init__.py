"""The PostgreSQL warehouse: how landed extracts and the token salt reach the server."""
