"""What a save finds of links while it renders is what reading the body anew finds."""

import pytest

from articles import outline
from articles.rendering import render

BODIES = [
    "[A](https://example.org/a) and ![B](/media/b.png)\n\n<a href='/c'>C</a> <img src='/d.png' alt=''>\n",
    "![Hero](/media/hero.png)\n\nText with #Networking and [a link](/a).\n",
    "# One\n\n* [Contents](/nowhere)\n{:toc}\n\n## [Two](/two)\n\n* [More](/more)\n{:toc}\n\nEnd <https://example.org>.\n",
    "<ul id='markdown-toc'><li><a href='/x'>X</a></li></ul>\n\n## Two\n\n[y](/y)\n",
    "* [Contents](/nowhere)\n{:toc}\n\nNo headings, but [a link](/a).\n",
    "A note[^1] and [a name].\n\n[^1]: See [the source](/source) and [a name].\n\n[a name]: /named 'Title'\n",
    "> [Quoted](/q)\n\n| a | b |\n|---|---|\n| [c](/c) | ![d](/d.png) |\n\n[empty]() `[code](/code)`\n",
    "{% raw %}[A](/a){% endraw %}\r\n\r\n\x0b[B](/b)\r\n",
    "Nothing at all.\n",
]


@pytest.mark.parametrize("body", BODIES)
def test_references_found_while_rendering_are_those_of_reading(body):
    found: list[outline.Reference] = []
    render(
        body,
        hashtags={"networking": "/tag/networking/"},
        hero=["/media/hero.png"],
        top_heading=2,
        remote="link",
        on_parsed=lambda root, definitions: found.extend(outline.references(body, root, definitions)),
    )
    contents = outline.read(body)
    assert [each for each in found if each.kind == "link"] == list(contents.links)
    assert [each for each in found if each.kind == "image"] == list(contents.images)
