import threading
import time
from collections.abc import Callable, Iterable

from django.conf import settings

from articles import generation
from articles.generation import Standing, UnknownError

from .addresses import page_name, reads_query
from .answers import Answer, anonymous
from .codings import chosen
from .complaints import complain
from .folder import Folder, Stored
from .gate import Gate
from .memory import Memory
from .page import Headers, Page, Validity, is_known
from .run import current_run

MEGABYTE = 1024 * 1024
LONGEST_WAIT = 5.0  # seconds, for somebody else who renders the same page

Reply = tuple[str, Headers, Iterable[bytes]]


class Turn:
    """Somebody renders a page, and the other threads of this process wait for it."""

    def __init__(self) -> None:
        self.ended, self.is_kept = threading.Event(), False


class PageCache:
    """A WSGI application that answers for another where it can."""

    def __init__(self, application: Callable) -> None:
        self.application = application
        run, self.started = current_run()
        self.gate, self.turns = Gate(), {}  # type: Gate, dict[str, Turn]
        self.memory = Memory(settings.PAGE_CACHE_MB * MEGABYTE)
        self.folder = Folder(settings.VAR_DIR / "pages" / run, settings.PAGE_CACHE_DISK_MB * MEGABYTE)

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        reply = self.reply(environ) if self.gate.admits(environ) else None
        if reply is None:
            return self.application(environ, start_response)
        status, headers, body = reply
        start_response(status, headers)
        return body

    def reply(self, environ: dict) -> Reply | None:
        """Return an answer, None where Django is to give it."""
        try:
            return self.answer(environ, environ["PATH_INFO"])
        except UnknownError as error:
            complain("Pages are served without the cache.", error)
        except Exception as error:  # whatever is wrong here, Django can answer
            complain("The page cache failed, and readers went past it.", error)
        return None

    def answer(self, environ: dict, path: str) -> Reply | None:
        if path not in self.memory and not page_name(environ):
            return None
        page, query = self.find(path, generation.standing()), environ.get("QUERY_STRING", "")
        if query and reads_query(page.name if page else page_name(environ), path, query):
            return None
        return self.sent(environ, path, page) if page else self.fill(environ, path)

    def find(self, path: str, standing: Standing) -> Page | None:
        """Return a page from memory, or from what another worker has stored."""
        page = self.memory.find(path, standing)
        if page is None and (stored := self.folder.read(path, standing)) is not None:
            page = self.keep(path, standing, stored)
        return page

    def keep(self, path: str, standing: Standing, stored: Stored) -> Page:
        page = Page(*stored, Validity(standing, settings.PAGE_MAX_AGE, self.started))
        self.memory.keep(path, page)
        return page

    def sent(self, environ: dict, path: str, page: Page) -> Reply:
        coding = chosen(environ.get("HTTP_ACCEPT_ENCODING", ""))
        variant = page.variants.get(coding) or self.memory.variant(path, page, coding)
        head = variant.head_at(time.time())
        # Copied, because a server may change the list that it is given.
        if is_known(environ, variant.etag, head.last_modified):
            return "304 Not Modified", head.unchanged.copy(), []
        return "200 OK", head.whole.copy(), [variant.body] if environ["REQUEST_METHOD"] == "GET" else []

    def fill(self, environ: dict, path: str) -> Reply | None:
        """Return the answer for a page that nobody has, rendered by one while the others wait."""
        end = time.monotonic() + LONGEST_WAIT
        while True:
            own = Turn()
            turn = self.turns.setdefault(path, own)
            if turn is own:
                return self.take(environ, path, own, end)
            turn.ended.wait(end - time.monotonic())
            if not turn.is_kept:
                return None
            # Of a page that changed while it was rendered, the next one renders it again.
            page = self.find(path, generation.standing())
            if page is not None:
                return self.sent(environ, path, page)

    def take(self, environ: dict, path: str, turn: Turn, end: float) -> Reply | None:
        try:
            with self.folder.locked(path, end) as is_locked:
                return self.render(environ, path, turn) if is_locked else None
        finally:
            del self.turns[path]
            turn.ended.set()

    def render(self, environ: dict, path: str, turn: Turn) -> Reply:
        # Before rendering: what changes from here on makes the page that of an earlier standing.
        standing = generation.standing()
        page = self.find(path, standing)
        if page is None:
            answer = Answer(self.application, anonymous(environ))
            if not answer.is_public:
                return handed_on(environ, answer)
            page = self.store(environ, path, standing, answer)
        turn.is_kept = True
        return self.sent(environ, path, page)

    def store(self, environ: dict, path: str, standing: Standing, answer: Answer) -> Page:
        answer.close()
        stored = Stored(page_name(environ), answer.lasting_headers(), answer.body)
        self.folder.write(path, standing, stored)
        return self.keep(path, standing, stored)


def handed_on(environ: dict, answer: Answer) -> Reply:
    if environ["REQUEST_METHOD"] == "GET":
        return answer.status, answer.headers, answer
    answer.close()
    return answer.status, answer.headers, []
