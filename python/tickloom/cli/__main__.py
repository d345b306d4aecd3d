"""Lets ``python -m tickloom.cli`` be the same command where scripts are not on the path."""

from . import main

main()
