"""Pages in the memory of this process, all of one standing, the least recently used dropped first."""

import threading
from collections import OrderedDict

from articles.generation import Standing

from .page import OVERHEAD, Page, Variant


class Memory:
    """Safe for threads. `size` counts the bytes of all variants, and what they need besides."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.size = most_bytes, 0
        self.standing: Standing | None = None
        self.pages: OrderedDict[str, Page] = OrderedDict()
        self.lock, self.preparing = threading.Lock(), threading.Lock()

    def __contains__(self, path: str) -> bool:
        return path in self.pages

    def find(self, path: str, standing: Standing) -> Page | None:
        with self.lock:
            if standing != self.standing:
                self.pages.clear()
                self.standing, self.size = standing, 0
                return None
            page = self.pages.get(path)
            if page is not None:
                self.pages.move_to_end(path)
            return page

    def keep(self, path: str, page: Page) -> None:
        with self.lock:
            # While it was rendered, a newer standing may have come.
            if page.validity.standing == self.standing:
                self.drop(path)
                self.pages[path] = page
                self.size += size_of(page)
                self.trim()

    def variant(self, path: str, page: Page, coding: str) -> Variant:
        """Return a page in a coding, made when it is first asked for and only once."""
        with self.preparing:
            if coding in page.variants:
                return page.variants[coding]
            variant = page.prepare(coding)
            with self.lock:
                before = size_of(page)
                page.variants[coding] = variant
                if self.pages.get(path) is page:
                    self.size += size_of(page) - before
                    self.trim()
            return variant

    def trim(self) -> None:
        while self.size > self.most_bytes and self.pages:
            self.drop(next(iter(self.pages)))

    def drop(self, path: str) -> None:
        page = self.pages.pop(path, None)
        if page is not None:
            self.size -= size_of(page)


def size_of(page: Page) -> int:
    return sum(len(variant.body) + OVERHEAD for variant in set(page.variants.values()))
