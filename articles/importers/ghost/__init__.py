"""Reads Ghost's exports."""
