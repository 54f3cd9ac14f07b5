"""Reads any folder of Markdown, Pelican included."""
