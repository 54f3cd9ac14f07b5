"""Elements of our own that readers put into HTML where it has no word for what they mean."""

import html

from ..base import Severity


def loss(said: str, severity: Severity = "warning") -> str:
    """Write a mark that names what was lost at its place."""
    return f'<import-loss data-severity="{severity}" data-text="{html.escape(said)}"></import-loss>'
