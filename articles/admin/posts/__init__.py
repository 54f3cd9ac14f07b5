"""The articles' desk: their list, the page where one is written, and what is done with it."""

from .desk import PostAdmin

__all__ = ["PostAdmin"]
