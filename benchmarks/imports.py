"""Measure what an import costs: articles a second of CPU, and the memory it takes at 1,000 and at 10,000 articles.

Writes plain articles (2 to 3 kB of Markdown, a YAML header, two tags, a category), imports them into an empty SQLite
database and prints what that took, beside plain Python-Markdown on the same bodies, which is what any importer that
renders must spend, and beside storing articles one transaction after the other. Exits with 1 below the bar.

    python benchmarks/imports.py [--articles 1000 10000]
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="rapport-benchmark-")
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

import markdown
from django.core.management import call_command

from articles.importers import READERS, ReadOptions
from articles.importers.load import LoadOptions, load
from articles.models import Post

FASTEST_WANTED = 100  # articles a second of CPU
MOST_GROWTH = 60.0  # MB of memory from the first number of articles to the last
SINGLY = 200
WORDS = (
    "people meeting coffee question answer letter message listen introduce remember name card table evening contact "
    "honest patient curious follow thank invite share project team manager career advice mentor friend colleague weak "
    "strong tie network event stranger smile hello week month year plan habit time talk story reason trust value favour "
    "offer reply promise keep short clear walk lunch phone call"
).split()


def made_words(chance: random.Random, count: int) -> list[str]:
    """Make words that few articles share, as names and terms are."""
    syllables = [consonant + vowel for consonant in "bcdfglmnprst" for vowel in "aeiou"]
    return ["".join(chance.choices(syllables, k=3)) for _word in range(count)]


def sentence(chance: random.Random, rare: list[str]) -> str:
    words = [chance.choice(WORDS) if chance.random() < 0.85 else chance.choice(rare) for _word in range(12)]
    if chance.random() < 0.15:
        words[3] = f"**{words[3]}**"
    if chance.random() < 0.1:
        words[5] = f"[{words[5]}](https://example.org/{words[5]})"
    return " ".join(words).capitalize() + "."


def body(chance: random.Random, rare: list[str]) -> str:
    def paragraph() -> str:
        return " ".join(sentence(chance, rare) for _sentence in range(4))

    parts = [paragraph()]
    for part in range(2):
        points = "\n".join(f"- {sentence(chance, rare)}" for _point in range(3))
        parts += [f"## Part {part} on {chance.choice(WORDS)}", paragraph(), points, paragraph()]
    return "\n\n".join(parts) + "\n"


def write_site(folder: Path, count: int) -> None:
    chance = random.Random(1)  # noqa: S311 - the same articles each time
    rare = made_words(chance, 4000)
    (folder / "_posts").mkdir(parents=True)
    (folder / "_config.yml").write_text("title: Old site\npermalink: /:categories/:title/\n")
    for number in range(count):
        day = f"{2010 + number % 14}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        header = (
            f'---\nlayout: single\ntitle: "Article {number}: {chance.choice(WORDS)}"\ncategories: Category {number % 12}\n'
            f"tags: [Tag {number % 100}, Topic {number % 37}]\n---\n\n"
        )
        (folder / "_posts" / f"{day}-article-{number}.md").write_text(header + body(chance, rare))


def cpu_of(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def import_all(outcomes: Iterable, together: int) -> None:
    for entry in load(outcomes, LoadOptions(together=together)):
        if entry.state == "failed":
            raise SystemExit(f"{entry.path}: {entry.reason}")


def measure(folder: Path) -> None:
    """Import a site into this process's own database; print articles, CPU seconds and the most memory in MB."""
    call_command("migrate", verbosity=0)
    reader = READERS["jekyll"](folder, ReadOptions())
    taken = cpu_of(lambda: import_all(reader, LoadOptions().together))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"{Post.objects.count()} {taken} {peak}")


def measure_baselines(folder: Path) -> None:
    """Print the CPU seconds of Python-Markdown, and of storing each in a transaction of its own, on a few articles."""
    call_command("migrate", verbosity=0)
    outcomes = list(islice(READERS["jekyll"](folder, ReadOptions()), SINGLY))
    bodies = [outcome.body for outcome in outcomes if hasattr(outcome, "body")]
    say(f"{len(bodies)} {cpu_of(lambda: [markdown.markdown(each) for each in bodies])}")
    say(f"{len(outcomes)} {cpu_of(lambda: import_all(outcomes, 1))}")


def measured(folder: Path, what: str) -> list[list[float]]:
    """Measure in a process of its own, so that neither database nor memory is that of another measurement."""
    command = [sys.executable, __file__, what, str(folder)]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603
    return [[float(number) for number in line.split()] for line in output.splitlines()]


def compare(numbers: list[int]) -> int:
    found = []
    with tempfile.TemporaryDirectory() as temporary:
        for number in numbers:
            folder = Path(temporary) / str(number)
            write_site(folder, number)
            if not found:
                (plain, plain_taken), (singly, singly_taken) = measured(folder, "--baselines")
                say(f"plain Python-Markdown alone: {plain / plain_taken:.0f} articles a second of CPU")
                say(f"imported one by one: {singly / singly_taken:.0f} articles a second of CPU")
            ((count, taken, peak),) = measured(folder, "--one")
            say(f"{count:,.0f} imported: {count / taken:.0f} articles a second of CPU, {peak:.0f} MB at most")
            found.append((count / taken, peak))
    slowest, growth = min(speed for speed, _peak in found), found[-1][1] - found[0][1]
    below = []
    if slowest < FASTEST_WANTED:
        below.append(f"{slowest:.0f} articles a second of CPU < {FASTEST_WANTED}")
    if growth > MOST_GROWTH:
        below.append(f"{growth:.0f} MB more for more articles > {MOST_GROWTH:.0f} MB")
    say("".join(f"BELOW THE BAR: {line}\n" for line in below) or "At or above every bar.")
    return 1 if below else 0


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--baselines", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.one)
        return 0
    if options.baselines:
        measure_baselines(options.baselines)
        return 0
    return compare(options.articles)


if __name__ == "__main__":
    sys.exit(main())
