from pathlib import Path
from typing import Any

import pytest

from articles.importers import ImportedPage, ImportedPost, JekyllReader
from articles.liquid import Liquid, translate

from .sources import read_post, warnings, write

CONFIG = (
    "title: Old\nurl: https://old.example\nbaseurl: /blog\nauthor: {name: Kim, links: [a, b]}\npage_size: 10"
)
HEADER = "title: A\nrating: 4.5\nshown: true\nlist: [x, y]\ndeep: {er: {est: z}}\ngallery: [{image_path: /a.png, alt: A}]"


def read_body(root: Path, body: str, header: str = HEADER) -> ImportedPost:
    write(root, {"_config.yml": CONFIG, "_posts/2023-04-05-a-post.md": f"---\n{header}\n---\n{body}"})
    return read_post(root, f"{header}\n---\n{body}\n", CONFIG)


@pytest.mark.parametrize(
    ("body", "site", "page"),
    [
        ("{{ site.title }}", {"title": "Old"}, {}),
        ("{{ site.url }}{{ site.baseurl }}/x", {"url": "", "baseurl": ""}, {}),
        ("{{ site.author.name }} {{site.page_size}}", {"author": {"name": "Kim"}, "page_size": 10}, {}),
        ("{{ site.author }} {{ site.author.name }}", {"author": {"name": "Kim", "links": ["a", "b"]}}, {}),
        ("{{ site['title'] }}", {"title": "Old"}, {}),
        ("{{ site.missing }} {{ site.a.b }}", {"missing": None, "a": {"b": None}}, {}),
        ("{% for post in site.posts %}{{ site.data.x.y }}{{ site.time }}", {}, {}),
        ("{{ page.title | upcase }} {{ page.rating }} {{ page.shown }}", {}, {"title": "A", "rating": 4.5, "shown": True}),
        ("{{ page.deep.er.est }}", {}, {"deep": {"er": {"est": "z"}}}),
        ("{{ page.list.first }} {{ page.title.size }}", {}, {"list": ["x", "y"], "title": "A"}),
        ("{{ page.slug }} {{ page.path }}", {}, {"slug": "a-post", "path": "_posts/2023-04-05-a-post.md"}),
        ("{{ page.date }}", {}, {"date": "2023-04-05 00:00:00+00:00"}),
        ("{{ page.categories }}{{ page.tags }}", {}, {"categories": [], "tags": []}),
        ("{{ page.nothing }} {{ page.url }} {{ page.content }}", {}, {"nothing": None}),
        ("{% include figure image_path=page.deep.er.est alt=page.title %}", {}, {"deep": {"er": {"est": "z"}}, "title": "A"}),
        ("{% include gallery %}", {}, {"gallery": [{"image_path": "/a.png", "alt": "A"}]}),
        ('{% include gallery id="list" caption="x" %}', {}, {"list": ["x", "y"]}),
        ("{% include feature_row.html id='deep' %}", {}, {"deep": {"er": {"est": "z"}}}),
        ("{% if page.shown %}{% endif %}", {}, {"shown": True}),
        ("{% highlight ruby %}x{% endhighlight %} and site.title, page.title in words", {}, {}),
    ],
)  # fmt: skip
def test_values_that_a_body_names_are_kept(
    tmp_path: Path, body: str, site: dict[str, Any], page: dict[str, Any]
) -> None:
    assert read_body(tmp_path, body).variables == {"site": site, "page": page}


@pytest.mark.parametrize(
    ("body", "header"),
    [
        ("Plain {words} % }", "title: A"),
        ("{{ site.title }} {% raw %}", "title: A\nrender_with_liquid: false"),
    ],
)
def test_without_liquid_there_are_none(tmp_path: Path, body: str, header: str) -> None:
    assert read_body(tmp_path, body, header).variables is None


def test_defaults_of_the_site_can_be_named_and_can_turn_liquid_off(tmp_path: Path) -> None:
    config = "defaults: [{scope: {path: ''}, values: {note: N, render_with_liquid: %s}}]"
    name = "_posts/2023-04-05-a-post.md"
    write(tmp_path, {"_config.yml": config % "true"})
    assert read_post(tmp_path, "title: A\n---\n{{ page.note }}\n", config % "true", name).variables == {
        "site": {},
        "page": {"note": "N"},
    }
    assert read_post(tmp_path, "title: A\n---\n{{ page.note }}\n", config % "false", name).variables is None


def test_what_is_kept_is_bounded(tmp_path: Path) -> None:
    post = read_body(tmp_path, "{{ page.small }}{{ page.big }}", f"small: s\nbig: {'x' * 60_000}")
    assert post.variables == {"site": {}, "page": {"small": "s"}}
    assert any("50,000 characters" in text for text in warnings(post))


LINKS = """[a](team/) [b](../other.html#x) [c](e.html?y=1 "T") <a href='f/'>F</a>
[n]: g/h.html
[^1]: word
`[no](code/)` ![i](p) ![i](q.png) [q](q.png) [r](/r/) [m](mailto:m@example.org) [s](#s) [t](?t)
[u](https://example.org/) [v]({{ site.baseurl }}/v/) {{ page.title }}
"""
RESOLVED = {
    "team/": "/blog/2023/04/05/team/",
    "../other.html": "/blog/2023/04/other.html",
    "e.html?y=1": "/blog/2023/04/05/e.html?y=1",
    "f/": "/blog/2023/04/05/f/",
    "g/h.html": "/blog/2023/04/05/g/h.html",
}


@pytest.mark.parametrize(
    ("body", "header", "others"),
    [
        (LINKS, "title: A", {"site": {"baseurl": ""}, "page": {"title": "A"}}),
        (LINKS.partition("[v]")[0], "title: A", {"site": {}, "page": {}}),
        (LINKS, "title: A\nrender_with_liquid: false", {"language": "markdown"}),
    ],
)
def test_relative_links_lead_where_they_led(tmp_path, body, header, others):
    post = read_body(tmp_path, body, header)
    assert post.variables == {**others, "links": RESOLVED}
    text = translate(post.body, Liquid(post.variables)).text
    assert text.count("\n") == post.body.count("\n")
    for link, address in RESOLVED.items():
        assert text.count(address) == 1, link
    assert "`[no](code/)` ![i](p) ![i](q.png) [q](q.png) [r](/r/)" in text
    assert ("{{ page.title }}" in text) == ("language" in others)


def test_a_page_s_relative_links_are_kept_too(tmp_path):
    write(tmp_path, {"_config.yml": "title: x", "about.md": "---\ntitle: A\n---\n[x](team/)", "index.md": ""})
    (page,) = (found for found in JekyllReader(tmp_path) if isinstance(found, ImportedPage))
    assert page.variables == {"site": {}, "page": {}, "links": {"team/": "/team/"}}


@pytest.mark.parametrize(
    ("body", "links"),
    [
        ("list[0](left of it) and f[x](y z)", []),
        ('[a](b "c" d) [a](b "c', []),
        ("[a]: b c\n", []),
        ("[a]([https://example.org/])", []),
        ("[a](<b>) [a](c 'd') [a](e (f)) [a](g_(h))", ["b", "c", "e", "g_"]),
        ("[a](b\n  )\n\n [a]: <c> 'd'\n[e]: f\r\n[g]: h", ["b", "c", "f", "h"]),
    ],
)
def test_words_in_brackets_are_no_links(tmp_path, body, links):
    post = read_body(tmp_path, body)
    assert list((post.variables or {}).get("links", {})) == links
    if links:
        changed = translate(post.body, Liquid(post.variables)).text
        assert changed.count("/blog/2023/04/05/") == len(links)
