"""`fsu purge`: what is older than the window leaves landing, warehouse, kept state and every release."""
