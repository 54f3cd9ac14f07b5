"""Sources written for the tests, and what the reader makes of them."""

from pathlib import Path

from articles.importers import ImportedPost, JekyllReader, ReadOptions

# The form of a real post: double spaces, a plural string of three words, a list under the singular key
# with a comma too many, a line of blanks after the fence, and a leading image with its size in the query.
ARTICLE = """---
layout: single
title:  "Ten Minutes of Courage: How to Say Hello"
categories:  Career and Work
tag: [Zeal, Networking, SmallTalk, Courage, Apt, ]
toc: false
author_profile: false
sidebar:
    nav: "counts"
---
    \n\
![Networking](https://images.example/photos/1/photo-1.jpeg?auto=compress&cs=tinysrgb&dpr=2&h=750&w=1260)

Saying hello is a skill.

## What to say

- Your name.
"""


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def read_one(root: Path, text: str | bytes, name: str = "article.txt", **options: object) -> ImportedPost:
    write(root, {name: text})
    outcome, *_files = JekyllReader(root / name, ReadOptions(**options))  # type: ignore[arg-type]
    assert isinstance(outcome, ImportedPost), outcome
    return outcome


def read_header(root: Path, header: str, body: str = "Text\n", name: str = "article.txt") -> ImportedPost:
    return read_one(root, f"---\n{header}\n---\n{body}", name)


def read_post(
    root: Path, header: str, config: str = "", name: str = "_posts/2023-04-05-a-post.md"
) -> ImportedPost:
    write(root, {"_config.yml": config})
    return read_header(root, header, name=name)


def warnings(post: ImportedPost) -> list[str]:
    return [note.text for note in post.notes if note.severity == "warning"]
