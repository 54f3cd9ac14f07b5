"""Which files are taken, as a disk sees it that knows no capitals, and where no name is both a file and a folder."""

from sqlite3 import Connection

from .static_names import folded

TABLE = """
CREATE TABLE places (
    name TEXT PRIMARY KEY,  -- what the path is on such a disk
    path TEXT NOT NULL,
    new TEXT NOT NULL       -- of a file at an old address, the one that it leads on to
) WITHOUT ROWID
"""
# 0 is the character after /.
BELOW = "SELECT path FROM places WHERE name > ? || '/' AND name < ? || '0' LIMIT 1"


class Places:
    def __init__(self, database: Connection) -> None:
        self.database = database
        self.database.execute(TABLE)

    def take(self, path: str, new: str = "") -> str:
        """Take a path unless it is taken; return the path that has the place."""
        name = folded(path)
        row = (name, path, new)
        is_free = self.database.execute("INSERT OR IGNORE INTO places VALUES (?, ?, ?)", row).rowcount
        return path if is_free else self.taken(name)

    def taken(self, name: str) -> str:
        rows = self.database.execute("SELECT path FROM places WHERE name = ?", (name,))
        return next((path for (path,) in rows), "")

    def holder(self, path: str) -> str:
        """Return the file that leaves no room for another of this path; "" where there is room."""
        name = folded(path)
        files = map(self.taken, (name, *folders_of(name)))
        return next(filter(None, files), "") or self.file_below(name)

    def file_below(self, folder: str) -> str:
        return next((path for (path,) in self.database.execute(BELOW, (folder, folder))), "")

    def leads_to(self, path: str, new: str) -> bool:
        """Whether a file at an old address is there already, and leads on to this one."""
        query = "SELECT 1 FROM places WHERE name = ? AND path = ? AND new = ?"
        return any(self.database.execute(query, (folded(path), path, new)))


def folders_of(path: str) -> list[str]:
    names = path.split("/")[:-1]
    return ["/".join(names[: number + 1]) for number in range(len(names))]
