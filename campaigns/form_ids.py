"""Ids of the forms that the program itself knows by name."""

HOUSEHOLD = "household"
"""The form that households answer."""
OFFICER = "officer"
"""The form that people who work in an office answer for themselves."""
