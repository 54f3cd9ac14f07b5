"""Moving out: every article as a file of Markdown, imported ones byte for byte; and the public site as files."""

from .files import exported_posts, files
from .outcomes import Exported, ExportedFile, ExportFailure, ExportNote

__all__ = ["ExportFailure", "ExportNote", "Exported", "ExportedFile", "exported_posts", "files"]
