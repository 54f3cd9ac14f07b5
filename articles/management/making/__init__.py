"""Sites of any size to try things on: texts from words of the starter articles, the same for the same seed."""

from .plan import Plan
from .posts import REF, Made, make
from .rows import Writer
from .subjects import make_subjects

__all__ = ["REF", "Made", "Plan", "Writer", "make", "make_subjects"]
