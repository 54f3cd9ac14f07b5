"""The databases that a site is tried on, and sessions of them that know nothing of Django."""

import os
import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from tests.exactness.clock import POSTGRESQL as CLOCKED
from tests.exactness.clock import Clock
from tests.postgresql import SERVER, database


class SQLite:
    vendor = "sqlite"
    begin = "BEGIN IMMEDIATE"
    TRIGGERS = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.path, self.clock = folder / "db.sqlite3", clock
        self.url = f"sqlite:///{self.path}"

    def session(self) -> Any:
        session = sqlite3.connect(self.path, isolation_level=None, timeout=20, check_same_thread=False)
        self.clock.share_with(session)
        return session

    def set_clock(self, moment: datetime) -> None:
        self.clock.set(moment)

    def close(self) -> None:
        """Nothing more: it goes with its folder."""


class PostgreSQL:
    vendor = "postgresql"
    begin = "BEGIN"
    TRIGGERS = """
        SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.clock, self.name = clock, f"rapport_exactness_{os.getpid()}"
        self.url = database(self.name)
        self.drop()
        self.rule(f"CREATE DATABASE {self.name}")
        self.rule(f"ALTER DATABASE {self.name} SET search_path = public, clocked, pg_catalog")
        self.own = self.session()
        self.own.execute(CLOCKED)

    def rule(self, statement: str) -> None:
        with psycopg.connect(SERVER, autocommit=True) as session:
            session.execute(statement)

    def session(self) -> Any:
        return psycopg.connect(self.url, autocommit=True, options="-c timezone=UTC")

    def set_clock(self, moment: datetime) -> None:
        self.own.execute("UPDATE clocked.moment SET at = %s", [moment])
        self.clock.set(moment)

    def close(self) -> None:
        self.own.close()
        self.drop()

    def drop(self) -> None:
        self.rule(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


def moment_of(value: str | datetime) -> datetime:
    """Return a moment as either database gives it."""
    if isinstance(value, str):
        value = datetime.fromisoformat(re.sub(r"([+-]\d\d)$", r"\1:00", value))
    return value if value.tzinfo else value.replace(tzinfo=UTC)
