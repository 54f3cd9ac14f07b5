"""The addresses of the site that are known, in the order in which they were found, and what is at each."""

from collections.abc import Iterable, Iterator
from sqlite3 import Connection

from .static_redirects import Moved

TABLE = """
CREATE TABLE addresses (
    number INTEGER PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    origin TEXT NOT NULL,       -- the first page that leads to it
    is_claimed INTEGER NOT NULL, -- by the site itself
    kind TEXT,                  -- the type of its content; NULL where nothing is, or nobody looked
    new TEXT                    -- the address that it leads on to
)
"""
ADD = """
INSERT INTO addresses (address, origin, is_claimed) VALUES (?, ?, ?)
ON CONFLICT (address) DO UPDATE SET is_claimed = 1 WHERE excluded.is_claimed
"""


class Addresses:
    def __init__(self, database: Connection) -> None:
        self.database = database
        self.database.execute(TABLE)
        self.known = self.asked = 0

    def add(self, addresses: Iterable[str], origin: str, *, is_claimed: bool) -> None:
        self.database.executemany(ADD, ((address, origin, is_claimed) for address in addresses))
        ((self.known,),) = self.database.execute("SELECT max(number) FROM addresses")

    @property
    def is_waiting(self) -> bool:
        return self.asked < self.known

    def take(self, most: int) -> list[str]:
        """Return those that are next to be asked for."""
        query = "SELECT address FROM addresses WHERE number > ? ORDER BY number LIMIT ?"
        taken = [address for (address,) in self.database.execute(query, (self.asked, most))]
        self.asked += len(taken)
        return taken

    def found(self, address: str, kind: str) -> None:
        self.database.execute("UPDATE addresses SET kind = ? WHERE address = ?", (kind, address))

    def kind_of(self, address: str) -> str | None:
        """Return the content type of what is at an address, "" where that was not looked at, or None."""
        query = "SELECT kind FROM addresses WHERE address = ?"
        return next((kind for (kind,) in self.database.execute(query, (address,))), None)

    def told_of(self, address: str) -> tuple[str, bool]:
        """Return the page that first led to an address, and whether the site itself claims that it is there."""
        query = "SELECT origin, is_claimed FROM addresses WHERE address = ?"
        ((origin, is_claimed),) = self.database.execute(query, (address,))
        return origin, bool(is_claimed)

    def leads_on(self, moved: Moved) -> None:
        self.database.execute("UPDATE addresses SET new = ? WHERE address = ?", (moved.new, moved.old))

    def moved(self) -> Iterator[Moved]:
        query = "SELECT address, new FROM addresses WHERE new IS NOT NULL ORDER BY number"
        return (Moved(old, new) for old, new in self.database.execute(query))
