"""Questions that pages ask again and again: the ORM writes their SQL once, and only the values change.

Writing it costs ten times what SQLite takes to answer. It is kept while nothing public changes, so that "now" in it
stays true: no article appears or goes in between.
"""

from collections.abc import Callable
from copy import copy
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connections, models

from articles import generation

Row = TypeVar("Row", bound=models.Model)


class Slot(models.Value):
    """Stands in a query for a value that is given with each question."""

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Prepared(Generic[Row]):
    """A query with slots, known by `name`; called with a value for each slot, it returns its rows."""

    def __init__(self, name: str, make: "Callable[[], models.QuerySet[Row]]") -> None:
        self.name, self.make = name, make

    def __call__(self, **values: Any) -> list[Row]:
        queryset, written, sql, params = generation.remember(("query", self.name), self.write)
        given = tuple(values[part.value] if isinstance(part, Slot) else part for part in params)
        compiler = copy(written)
        compiler.connection = connections[queryset.db]  # of this thread
        compiler.as_sql = lambda: (sql, given)
        query: Any = SimpleNamespace(get_compiler=lambda using: compiler)
        return list(models.QuerySet(queryset.model, query))

    def write(self) -> tuple:
        queryset = self.make()
        compiler = queryset.query.get_compiler(queryset.db)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        compiler.get_converters = lambda columns: converters
        return queryset, compiler, sql, params
