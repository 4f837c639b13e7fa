"""Published releases: whole or not at all, only from a warehouse in which every test passed."""
