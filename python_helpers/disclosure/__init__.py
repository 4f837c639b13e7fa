"""What leaves about one person: the evidence pack, and the answer to a subject access request."""
