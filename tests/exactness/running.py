"""A run of random steps at a site, each with a look at all that readers see."""

import random
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import timedelta

from tests.exactness import post_steps, raw_steps, site_steps
from tests.exactness.looking import Looking
from tests.exactness.reading import Reader
from tests.exactness.site import Site

PAUSES = [0, 0, 0.001, 0.3, 1, 1.7]  # seconds between two steps
LEAPS = [0.05, 1, 2, 3_600, 100_000]
NEAR = timedelta(milliseconds=1)
MODEL_STEPS = [*post_steps.STEPS, *site_steps.STEPS]
# What meets no lock of somebody who changes an article.
ELSEWHERE = ["edit_site", "edit_menu", "edit_page"]


class Run:
    def __init__(self, site: Site, seed: int) -> None:
        self.site, self.seed, self.rng = site, seed, random.Random(seed)
        self.looking, self.history = Looking(site), [f"begun at {site.clock.now()}"]
        self.look()

    def go(self, count: int) -> None:
        try:
            for _number in range(count):
                self.pause()
                self.take_step()
                self.look()
        except Exception as error:
            steps = "\n".join(f"{number:4} {told}" for number, told in enumerate(self.history))
            error.add_note(f"with EXACTNESS_SEED={self.seed} after these steps:\n{steps}")
            raise

    def look(self) -> None:
        faults = self.looking.look()
        found = "\n".join(faults[:20])
        assert not faults, f"{len(faults)} stale answers:\n{found}"

    def pause(self) -> None:
        self.site.move_clock(timedelta(seconds=self.rng.choice(PAUSES)))

    def take_step(self) -> None:
        kind = self.rng.choices(["model", "raw", "editor", "time", "late"], [60, 14, 10, 12, 4])[0]
        getattr(self, f"take_{kind}_step")()

    def tell(self, name: str, told: str) -> None:
        self.history.append(f"{self.site.clock.now():%F %T.%f} {name}: {told}")

    def take_model_step(self, names: list[str] = MODEL_STEPS) -> None:
        name = self.rng.choice(names)
        with reading(self.site, self.rng):
            told = self.site.step(name, self.rng.randrange(2**32))
        self.tell(name, told)

    def take_raw_step(self) -> None:
        name = self.rng.choice(sorted(raw_steps.STEPS))
        with reading(self.site, self.rng):
            told = self.execute(self.site.session, name)
            self.site.session.execute("COMMIT")
        self.tell(name, told)

    def execute(self, session, name: str) -> str:
        """Take a raw step and leave its transaction open."""
        statements = raw_steps.STEPS[name](self.rng, self.site.rows, self.site.clock.now())
        session.execute(self.site.database.begin)
        for statement in statements:
            session.execute(statement)
        return "; ".join(statements)

    def take_editor_step(self) -> None:
        name = self.rng.choice(sorted(self.site.editor.steps))
        with reading(self.site, self.rng):
            told = self.site.editor.steps[name](self.rng)
        self.tell(name, told)

    def take_time_step(self) -> None:
        boundary, now = self.site.boundary(), self.site.clock.now()
        leap = timedelta(seconds=self.rng.choice(LEAPS))
        if boundary and self.rng.random() < 0.7:
            for moment in (boundary - NEAR, boundary):
                self.site.move_clock(max(moment - self.site.clock.now(), timedelta()))
                self.look()
            leap = self.site.clock.now() - now
        else:
            self.site.move_clock(leap)
        self.tell("time", f"{leap} went by")

    def take_late_step(self) -> None:
        """Let a transaction begin and write, let others read, and write where they can, before it commits."""
        with closing(self.site.database.session()) as session:
            name = self.rng.choice(["raw_retitle", "raw_publish", "raw_withdraw", "raw_swap_slugs"])
            self.tell("late", f"begun: {self.execute(session, name)}")
            self.look()
            if self.site.database.vendor == "postgresql":
                self.pause()
                self.take_model_step(ELSEWHERE)
                self.look()
            session.execute("COMMIT")
        self.tell("late", "committed")


@contextmanager
def reading_on(site: Site, seed: int) -> Iterator[None]:
    """Let somebody read on and on meanwhile, so that pages are made in the midst of a change."""
    rng, is_over = random.Random(seed), threading.Event()
    readers = [Reader(port) for port in site.ports]

    def read() -> None:
        paths = ["/", "/feed/", "/categories/", "/tags/", "/archive/", "/articles/ash/", "/articles/birch/"]
        while not is_over.is_set():
            reader = rng.choice(readers)
            reader.worker = ""
            reader.ask(rng.choice(paths))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
        for reader in readers:
            reader.close()


def reading(site: Site, rng: random.Random):
    seed = rng.randrange(2**32)
    return reading_on(site, seed) if rng.random() < 0.4 else nullcontext()
