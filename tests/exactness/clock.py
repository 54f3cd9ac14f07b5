"""One clock for all processes of a site, the database included; the test sets it, and it stands still in between.

While nobody has set it, it is the real one.
"""

import mmap
import os
import sqlite3
import struct
import time
from datetime import UTC, datetime
from pathlib import Path

from django.db.backends.signals import connection_created
from django.utils import timezone

real_time = time.time
CELL = struct.Struct("d")

# Found before the server's own function by the search path of the test's database.
POSTGRESQL = """
    CREATE SCHEMA clocked;
    CREATE TABLE clocked.moment (at timestamptz);
    INSERT INTO clocked.moment VALUES (NULL);
    CREATE FUNCTION clocked.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    'SELECT coalesce(at, pg_catalog.clock_timestamp()) FROM clocked.moment';
"""


class Clock:
    def __init__(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(descriptor, CELL.size)
        self.cell = mmap.mmap(descriptor, CELL.size)
        os.close(descriptor)

    def set(self, moment: datetime) -> None:
        CELL.pack_into(self.cell, 0, moment.timestamp())

    def time(self) -> float:
        (moment,) = CELL.unpack_from(self.cell)
        return moment or real_time()

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.time(), UTC)

    def share_with(self, raw: sqlite3.Connection) -> None:
        """Let the triggers that this connection fires read the clock."""

        def strftime(form: str, moment: str) -> str:
            assert (form, moment) == ("%s", "now")
            return str(int(self.time()))

        raw.create_function("strftime", 2, strftime)

    def rule(self) -> None:
        """Put the clock in the place of this process's own. To be done before Django's models are loaded."""
        time.time, timezone.now = self.time, self.now
        connection_created.connect(self.welcome)

    def welcome(self, connection, **kwargs) -> None:
        if connection.vendor == "sqlite":
            self.share_with(connection.connection)
