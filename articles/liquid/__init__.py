"""Liquid, as Jekyll's articles have it: read, never executed.

What this site has a like of becomes Markdown or HTML when an article is rendered; the source stays as it is. Lines stay
too, so that whoever counts lines of the source may read the result.
"""

from .dialects import translate
from .opaque import mask_opaque
from .parts import Construct, Liquid, Reference, State, Translated

__all__ = [
    "Construct",
    "Liquid",
    "Reference",
    "State",
    "Translated",
    "mask_opaque",
    "translate",
]
