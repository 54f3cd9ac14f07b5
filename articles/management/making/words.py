"""Texts in the words of the starter articles."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

STARTER = Path(__file__).resolve().parent.parent.parent / "starter" / "_posts"
SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-Z“\"])")
WORD = re.compile(r"\b[a-z]{4,8}\b")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
PLAIN = re.compile(r"[A-Z]")  # what a paragraph begins with, not a list, a quotation or a table
NAMES = 20_000


class Stock(NamedTuple):
    sentences: list[str]
    headings: list[str]
    quotes: list[str]
    lists: list[str]
    words: list[str]


@cache
def stock() -> Stock:
    blocks = [LINK.sub(r"\1", block) for block in starter_blocks()]
    sentences = [part for block in blocks if PLAIN.match(block) for part in SENTENCE.split(flat(block))]
    return Stock(
        sentences=sentences,
        headings=[block[3:] for block in blocks if block.startswith("## ")],
        quotes=[block for block in blocks if block.startswith("> ")],
        lists=[block for block in blocks if block.startswith(("- ", "1. "))],
        words=sorted({word for sentence in sentences for word in WORD.findall(sentence)}),
    )


def starter_blocks() -> Iterator[str]:
    for path in sorted(STARTER.glob("*.md")):
        body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
        yield from (block.strip() for block in body.split("\n\n"))


def flat(block: str) -> str:
    return " ".join(block.split())


def name(number: int) -> str:
    """Return a word that the starter articles have not: most texts have some that few others have."""
    random = Random(f"name {number % NAMES}")  # noqa: S311  # no secret
    return "".join(random.sample(stock().words, 2)).capitalize()


def some_name(random: Random) -> str:
    # A few are in many articles, and most in few.
    return name(int(NAMES * random.random() ** 3))


def title(random: Random) -> str:
    first, second, third = random.sample(stock().words, 3)
    return random.choice(
        [
            f"{first} and {second}",
            f"the {first} of {some_name(random)}",
            f"{some_name(random)}, {first} and {second}",
            f"a {first} for the {second} {third}",
        ]
    ).capitalize()


def body(random: Random, links: list[str]) -> str:
    """Return Markdown of some 300 words with a few headings, a list or a quotation, and these links in it."""
    known = [some_name(random), some_name(random)]
    parts = [paragraph(random, known)]
    for heading in random.sample(stock().headings, random.randint(1, 3)):
        parts += [f"## {heading}", *(paragraph(random, known) for _ in range(random.randint(1, 2)))]
    parts.insert(random.randint(1, len(parts)), random.choice(random.choice([stock().quotes, stock().lists])))
    parts += [f"{random.choice(stock().sentences)} See [{some_name(random)}]({link})." for link in links]
    return "\n\n".join(parts) + "\n"


def paragraph(random: Random, known: list[str]) -> str:
    sentences = random.sample(stock().sentences, random.randint(2, 5))
    return f"{' '.join(sentences)} {random.choice(known)} knew that."
