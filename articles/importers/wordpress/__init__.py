"""Reads WordPress's exports."""
