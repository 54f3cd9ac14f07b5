"""Reads Jekyll sites."""
