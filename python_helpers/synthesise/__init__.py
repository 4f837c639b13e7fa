"""Synthetic extracts to the landing contract, with the truth kept beside them.

Nobody in here exists. `fsu synthesise` draws a world (people, households, numbers, addresses) once per seed, lets it
live through quarters, and types what five police systems would have recorded, with the troubles such records have.
"""
