"""Reads Hugo sites."""
