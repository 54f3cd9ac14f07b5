"""What is in an article's body and on which line: headings, links, images, anchors, sections, hashtags.

What there is comes from the renderer's own parsers, where it stands from the source. Lines count from 1.
"""

from .parts import Contents, Hashtag, Heading, Reference, Section
from .reading import may_refer, read, references, replace_address

__all__ = [
    "Contents",
    "Hashtag",
    "Heading",
    "Reference",
    "Section",
    "may_refer",
    "read",
    "references",
    "replace_address",
]
