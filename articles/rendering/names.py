"""Tables of names are written as text, which reads better than a quotation mark round every word."""


def names(text: str) -> frozenset[str]:
    """Part a table of names at its white space."""
    return frozenset(text.split())
