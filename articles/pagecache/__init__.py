"""Public pages from prepared bytes, at the edge of WSGI and in front of Django; never one that has changed since.

A page is kept with the standing of the site (`articles.generation`) that was read before it was rendered, and is
served while the standing is the same. Public pages do not vary by reader, so a page's key is its path.
"""

from .cache import PageCache

__all__ = ["PageCache"]
