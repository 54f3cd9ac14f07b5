"""Whether the addresses of an old site lead to their pages here, and whether those say what the old pages said."""

from .addresses import Address, Addresses, SourceError, read_addresses
from .asking import Asker, quietly
from .comparing import Comparison, compare
from .verdicts import Prover, Verdict

__all__ = [
    "Address",
    "Addresses",
    "Asker",
    "Comparison",
    "Prover",
    "SourceError",
    "Verdict",
    "compare",
    "quietly",
    "read_addresses",
]
