"""What a check says."""

from collections.abc import Mapping
from typing import Any, NamedTuple

LONGEST_QUOTATION = 80


class Finding(NamedTuple):
    """One thing to look at: `template` % `values` says it, in the editor's language once translated.

    `field` is the argument of `check()` it is about, `line` one of the body. What is `blocking` must not go out.
    """

    code: str
    line: int | None
    field: str
    blocking: bool
    template: str
    values: Mapping[str, Any]

    def __str__(self) -> str:
        return self.template % self.values


def of(field: str, code: str, template: str, **values: Any) -> Finding:
    return Finding(code, None, field, False, template, values)


def in_body(code: str, line: int, template: str, *, blocking: bool = False, **values: Any) -> Finding:
    return Finding(code, line, "body", blocking, template, values)


def quotation(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTATION else text[: LONGEST_QUOTATION - 1] + "…"
