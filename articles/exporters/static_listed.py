"""The files that an export made: those of the one before, and those of this one."""

from collections.abc import Iterable, Iterator
from sqlite3 import Connection

TABLE = """
CREATE TABLE files (path TEXT PRIMARY KEY, is_former INTEGER NOT NULL, is_present INTEGER NOT NULL) WITHOUT ROWID
"""
KEEP = "INSERT INTO files VALUES (?, 0, 1) ON CONFLICT (path) DO UPDATE SET is_present = 1"
COUNT = "SELECT count(*) FROM files WHERE is_former"


class Listed:
    """All paths come sorted."""

    def __init__(self, database: Connection, former: Iterable[str]) -> None:
        self.database = database
        self.database.execute(TABLE)
        rows = ((path,) for path in former)
        self.database.executemany("INSERT OR IGNORE INTO files VALUES (?, 1, 0)", rows)
        ((self.former_count,),) = self.database.execute(COUNT)

    def keep(self, path: str) -> None:
        self.database.execute(KEEP, (path,))

    def was(self, path: str) -> bool:
        return any(self.database.execute("SELECT 1 FROM files WHERE path = ? AND is_former", (path,)))

    def former(self) -> Iterator[str]:
        return self.paths("is_former")

    def present(self) -> Iterator[str]:
        return self.paths("is_present")

    def gone(self) -> Iterator[str]:
        """Yield what was made before and not again; what is kept meanwhile was passed already."""
        return self.paths("is_former AND NOT is_present")

    def paths(self, condition: str) -> Iterator[str]:
        query = f"SELECT path FROM files WHERE {condition} ORDER BY path"  # noqa: S608  # a text of ours
        return (path for (path,) in self.database.execute(query))
