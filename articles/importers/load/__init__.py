"""The one writer: what a reader found becomes posts, pages, files and redirects, stored as everything else is."""

from .entries import Entry, Kind, LoadOptions, State
from .post_fields import stored_fields
from .references import unresolved
from .run import load

__all__ = ["Entry", "Kind", "LoadOptions", "State", "load", "stored_fields", "unresolved"]
