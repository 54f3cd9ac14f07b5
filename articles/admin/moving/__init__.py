"""Moving in, by an upload that is checked first and then imported, and moving out, by two downloads."""

from . import runs

__all__ = ["runs"]
