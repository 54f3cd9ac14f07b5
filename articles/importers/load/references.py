"""References to what was imported later."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from articles.models import ImportRecord, gathered
from articles.rendering import RenderError

from .records import LEADS_NOWHERE

TOGETHER = 20


def resolve_references(memory: dict[Any, Any]) -> None:
    """Render the texts again whose Liquid named what was not here when they were stored.

    That stands in their import records, so that it holds for those of an import that was cut off, too.
    """
    for some in batches(list(waiting().order_by("pk").values_list("pk", flat=True))):
        with transaction.atomic(), gathered(memory):
            for record in ImportRecord.objects.select_related("post", "page").filter(pk__in=some):
                resolve(record)


def batches(keys: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(keys)
    while some := list(islice(rest, TOGETHER)):
        yield some


def resolve(record: ImportRecord) -> None:
    stored: Any = record.post or record.page
    try:
        stored.rerender()
    except RenderError:
        return  # it shows its former text, as after any change of the renderer
    if not stored.leads_nowhere:
        record.fields = {**record.fields, LEADS_NOWHERE: False}
        ImportRecord.objects.filter(pk=record.pk).update(fields=record.fields)


def unresolved() -> list[str]:
    """Return the files, or else the titles, of texts whose Liquid names what is not here."""
    records = waiting().select_related("post", "page").order_by("pk")
    return [record.source_file or str(record.post or record.page) for record in records]


def waiting() -> QuerySet[ImportRecord]:
    return ImportRecord.objects.filter(**{f"fields__{LEADS_NOWHERE}": True})
