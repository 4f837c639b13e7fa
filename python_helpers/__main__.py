"""`python -m python_helpers` is the program `fsu`."""

from python_helpers.cli import run

run()
