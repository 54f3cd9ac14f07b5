"""Where an export notes what it has to know of every address and file: it may be more than memory should hold."""

import sqlite3
from contextlib import closing

CACHE = 8_000  # kilobytes that are kept in memory; the rest is on disk


def scratch() -> closing[sqlite3.Connection]:
    """Open a database in a file without a name, which is gone with the process, however that ends."""
    # An archive of the site may be begun in one thread of a server and closed in another.
    database = sqlite3.connect("", check_same_thread=False)
    database.execute("PRAGMA journal_mode = OFF")
    database.execute(f"PRAGMA cache_size = -{CACHE}")
    return closing(database)
