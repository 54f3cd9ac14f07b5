"""Headers as people write them, and what an edit did to the lines of one."""

import difflib

QUIRKS = [
    'layout: single\ntitle:  "Ten Minutes of Courage"\ncategories:  Career and Work\n'
    'tag: [Zeal, Networking, SmallTalk, Apt, ]\ntoc: false\nsidebar:\n    nav: "counts"\n',
    "# a comment\ntitle: 'It''s a start'   # and another\n\ntags:\n- one\n- 'two words'\n- three # why\ncategory: A\n",
    "title: Broken: like this\ndate: 2023-04-05 10:00:00 +0900\ntags: one two three\n",
    "title: >-\n  Folded over\n  two lines\nexcerpt: |\n    Kept\n    apart\ntags: a, b c\n",
    'header:\n  image: /a.jpg\n  caption: "A *table*"\ntag:\n    - x\n    -   y\nredirect_from: /old/\n',
    "{title: Flow, tags: [a, b], header: {image: x.jpg}}\n",
    'title: 한국어 제목 🎉\ntags: ["하나","둘",  셋]\nauthor: {name: Ada, bio: "a: b"}\npublished: false\n',
    "title:\ntags:\ncategories: []\nslug: my-slug\ndate: 2023-04-05\n",
    "anchors: &all [p, q]\ntags: *all\ntitle: plain words\nempty: {}\n",
    "date:   2023-04-05T10:00:00Z\ntitle: twice\ntitle: \"thrice\"\nauthors: [Ada, 'Grace H']\n",
    "",
]


def changed_lines(before: str, after: str) -> list[str]:
    """List the lines that one text has and the other has not, each with + or - before it."""
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line for line in lines if line[0] in "+-"]
