"""What moves the generation: triggers of the database, in the transaction that changes what readers may see.

So every way of writing counts, also that of somebody at the database's own prompt, and no crash can leave the data
without the number or the number without the data.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connections, models, transaction

from articles.models import (
    Author,
    Category,
    Image,
    MenuLink,
    Page,
    Post,
    Series,
    SiteSettings,
    Tag,
    TaggedPost,
)

EVENTS = ("insert", "update", "delete")
SHOWN: list[type[models.Model]] = [
    Author,
    Category,
    Image,
    MenuLink,
    Page,
    Post,
    Series,
    SiteSettings,
    Tag,
    TaggedPost,
]
# Drafts are edited all day long, and no page shows them.
PUBLIC_POST = {
    "insert": "NEW.status = 'published'",
    "update": "OLD.status = 'published' OR NEW.status = 'published'",
    "delete": "OLD.status = 'published'",
}
# No model of its own: what empties all tables, such as a test, must leave it. Its number is a second since 1970, the
# next one after the change; of changes within one second the later run ahead of the clock, so that no two are equal.
TABLE = "CREATE TABLE IF NOT EXISTS articles_generation (id smallint PRIMARY KEY CHECK (id = 1), at bigint NOT NULL)"
SQLITE_MOVE = """
    INSERT INTO articles_generation (id, at) VALUES (1, CAST(strftime('%s', 'now') AS INTEGER) + 1)
    ON CONFLICT (id) DO UPDATE SET at = max(excluded.at, at + 1);
"""
# Once in a transaction and at its end, by triggers that are deferred: until then nobody waits for the row.
POSTGRESQL_MOVE = """
    INSERT INTO articles_generation AS known (id, at)
    VALUES (1, floor(extract(epoch FROM clock_timestamp()))::bigint + 1)
    ON CONFLICT (id) DO UPDATE SET at = greatest(excluded.at, known.at + 1);
"""
POSTGRESQL_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION articles_move_generation() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF current_setting('articles.moved_in', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM set_config('articles.moved_in', pg_current_xact_id()::text, true);
        {POSTGRESQL_MOVE}
      END IF;
      RETURN NULL;
    END $$
"""
NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = ANY (current_schemas(false))",
}


class Trigger(NamedTuple):
    table: str
    event: str
    condition: str

    @property
    def name(self) -> str:
        return f"{self.table}_moves_on_{self.event}"

    @property
    def sqlite(self) -> str:
        condition = f"WHEN {self.condition}" if self.condition else ""
        return f"CREATE TRIGGER {self.name} AFTER {self.event} ON {self.table} {condition} BEGIN {SQLITE_MOVE} END"

    @property
    def postgresql(self) -> str:
        if self.event == "truncate":
            head, each = "CREATE TRIGGER", "FOR EACH STATEMENT"
        else:
            head, each = "CREATE CONSTRAINT TRIGGER", "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        condition = f"WHEN ({self.condition})" if self.condition else ""
        return (
            f"{head} {self.name} AFTER {self.event} ON {self.table} {each} {condition} "
            "EXECUTE FUNCTION articles_move_generation()"
        )


def triggers(vendor: str) -> Iterator[Trigger]:
    for model in SHOWN:
        table = model._meta.db_table
        for event in EVENTS:
            yield Trigger(table, event, PUBLIC_POST[event] if model is Post else "")
        if vendor == "postgresql":
            yield Trigger(table, "truncate", "")


def missing(alias: str) -> list[Trigger]:
    """Return the triggers that the database has not, of all that it should have."""
    to = connections[alias]
    with to.cursor() as cursor:
        cursor.execute(NAMES[to.vendor])
        names = {name for (name,) in cursor.fetchall()}
    return [trigger for trigger in triggers(to.vendor) if trigger.name not in names]


def watch(alias: str) -> None:
    """Put the triggers in place: SQLite drops those of a table with each change of its columns."""
    to = connections[alias]
    tables = {model._meta.db_table for model in SHOWN}
    is_whole = tables <= set(to.introspection.table_names())  # not half-way through the migrations
    if to.vendor not in NAMES or not is_whole or not (lacking := missing(alias)):
        return
    with transaction.atomic(using=alias), to.cursor() as cursor:
        cursor.execute(TABLE)
        if to.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for trigger in lacking:
            cursor.execute(getattr(trigger, to.vendor))
        # What was changed before, or in between, is a change too.
        cursor.execute(SQLITE_MOVE if to.vendor == "sqlite" else POSTGRESQL_MOVE)
