"""A Jekyll site of quirks for the tests: its sources, every address it had, and the HTML that Jekyll made of it.

What is expected is written out or made by a few lines of its own, never by the code that is tested.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from tests.factories import picture_bytes

from .sources import write


@dataclass(frozen=True)
class Source:
    file: str
    header: str
    segment: str  # what `:title` gives, percent-encoded
    local: str  # the moment in the site's zone
    categories: str = ""  # what `:categories` gives, percent-encoded
    slug: str = ""  # what `:slug` gives, where `segment` is not in lower case
    permalink: str = ""  # the post's own address
    redirected: tuple[str, ...] = ()
    body: str = "Come early, stay to the end.\n"
    html: str = "<p>Come early, stay to the end.</p>"
    title: str = ""

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.local)


GREETING = """![Two people at a table]({base}/assets/images/hello.png)

Saying "hello" is a skill -- learn it...

## Tips & Tricks

* Ask a question[^1]
* Listen, as [we wrote]({capitals}) and [others](https://other.example/a%20b/) did

## Tips & Tricks

Take [the list]({base}/assets/list.pdf) along, or see [below](#tips--tricks-1).

### *What* to say: 3 ideas

~~~ python
print("hello")
~~~

[^1]: An open one.
"""
GREETING_HTML = """<p><img src="{base}/assets/images/hello.png" alt="Two people at a table" /></p>

<p>Saying \u201chello\u201d is a skill \u2013 learn it\u2026</p>

<h2 id="tips--tricks">Tips &amp; Tricks</h2>

<ul>
  <li>Ask a question<sup id="fnref:1"><a href="#fn:1" class="footnote" rel="footnote" role="doc-noteref">1</a></sup></li>
  <li>Listen, as <a href="{capitals}">we wrote</a> and <a href="https://other.example/a%20b/">others</a> did</li>
</ul>

<h2 id="tips--tricks-1">Tips &amp; Tricks</h2>

<p>Take <a href="{base}/assets/list.pdf">the list</a> along, or see <a href="#tips--tricks-1">below</a>.</p>

<h3 id="what-to-say-3-ideas"><em>What</em> to say: 3 ideas</h3>

<div class="language-python highlighter-rouge"><div class="highlight"><pre class="highlight"><code>\
<span class="k">print</span><span class="p">(</span><span class="s">"hello"</span><span class="p">)</span>
</code></pre></div></div>

<div class="footnotes" role="doc-endnotes">
  <ol>
    <li id="fn:1">
      <p>An open one. <a href="#fnref:1" class="reversefootnote" role="doc-backlink">&#8617;</a></p>
    </li>
  </ol>
</div>
"""

POSTS = [
    Source("_posts/2023-04-05-saying-hello.md", "categories:  Career and Work\ntag: [Zeal, Small-Talk, ]",
           "saying-hello", "2023-04-05 00:00:00", "career/and/work", body=GREETING, html=GREETING_HTML),
    Source("_posts/2023-12-30-Meeting-People.markdown", "category: Events\ntags: [Zeal]",
           "Meeting-People", "2023-12-30 00:00:00", "events", slug="meeting-people"),
    # In the site's zone it is the next year already, by UTC it is not.
    Source("_posts/2023-12-31-new-year-calls.md", "date: 2024-01-01 08:30:00 +0900\ncategories: [Events]",
           "new-year-calls", "2024-01-01 08:30:00", "events"),
    Source("_posts/2023-06-01-late-calls.md", "date: 2023-06-01 16:05:09 +0000\ncategories: []",
           "late-calls", "2023-06-02 01:05:09"),
    Source("_posts/2022-02-28-v1.2-notes.md", "category: Notes", "v1.2-notes", "2022-02-28 00:00:00", "notes",
           slug="v1-2-notes"),
    Source("_posts/2021-07-01-café-talk.md", "title: Café talk", "caf%C3%A9-talk", "2021-07-01 00:00:00"),
    Source("_posts/2021-07-02-small talk at work.md", "categories: [\"C# & more\", Notes]", "small-talk-at-work",
           "2021-07-02 00:00:00", "c%23%20&%20more/notes"),
    Source("films/_posts/2020-2-9-short-date.md", "categories: horror", "short-date", "2020-02-09 00:00:00",
           "films/horror"),
    Source("_posts/2020-03-01-in-html.html", "category: Notes", "in-html", "2020-03-01 00:00:00", "notes",
           body="<p>Said in <em>HTML</em>.</p>\n", html="<p>Said in <em>HTML</em>.</p>"),
    Source("_posts/2019-05-06-kept.md", "permalink: /kept/for-good/\nredirect_from: [/old/one/, /old-two.html, null]",
           "kept", "2019-05-06 00:00:00", permalink="/kept/for-good/", redirected=("/old/one/", "/old-two.html"),
           body="As [we said](../../plain#x), [below](#x) and\n<a href='../../contact.html'>in a letter</a>.\n\n## X\n",
           html="<p>As <a href=\"../../plain#x\">we said</a>, <a href=\"#x\">below</a> and\n"
           "<a href='../../contact.html'>in a letter</a>.</p>\n\n<h2 id=\"x\">X</h2>"),
    Source("_posts/2019-05-07-plain.md", "permalink: /plain\nredirect_from: /former", "plain", "2019-05-07 00:00:00",
           permalink="/plain", redirected=("/former",)),
    Source("_posts/2019-05-08-약한-연결.md", "tags: 인맥", "%EC%95%BD%ED%95%9C-%EC%97%B0%EA%B2%B0",
           "2019-05-08 00:00:00"),
    Source("_posts/2019-05-09-file-name.md", "slug: Weak Ties\ncategories: \"Events events\"", "Weak-Ties",
           "2019-05-09 00:00:00", "events", slug="weak-ties"),
]  # fmt: skip
HIDDEN = {
    "_drafts/unfinished.md": "---\ntitle: A canary draft\npermalink: /canary/draft/\n---\nText\n",
    "_posts/2999-01-01-canary-later.md": "---\npermalink: /canary/later/\n---\nText\n",
    "_posts/2019-05-10-canary-hidden.md": "---\npublished: false\npermalink: /canary/hidden.html\n---\nText\n",
}
HIDDEN_ADDRESSES = ["/canary/draft/", "/canary/later/", "/canary/hidden.html", "/canary/hidden"]


@dataclass(frozen=True)
class Style:
    """A value of `permalink`, and the address of a post and of the page About under it."""

    permalink: str
    address: Callable[[Source], str]
    about: str
    base: str = ""


def with_date(post: Source, form: str, rest: str) -> str:
    return f"{below(post)}/{post.moment.strftime(form)}/{rest}"


def below(post: Source) -> str:
    return f"/{post.categories}" if post.categories else ""


STYLES = {
    "date": Style("date", lambda p: with_date(p, "%Y/%m/%d", f"{p.segment}.html"), "/about.html"),
    "pretty": Style("pretty", lambda p: with_date(p, "%Y/%m/%d", f"{p.segment}/"), "/about/"),
    "ordinal": Style("ordinal", lambda p: with_date(p, "%Y/%j", f"{p.segment}.html"), "/about.html", base="/blog"),
    "weekdate": Style("weekdate", lambda p: with_date(p, "%Y/W%V/%a", f"{p.segment}.html"), "/about"),
    "none": Style("none", lambda p: f"{below(p)}/{p.segment}.html", "/about.html"),
    "minimal": Style("/:categories/:title/", lambda p: f"{below(p)}/{p.segment}/", "/about/", base="/blog"),
    "numbers": Style(
        "/n/:short_year/:i_month/:i_day/:w_year/:week/:w_day/:hour-:minute-:second/:slug",
        lambda p: p.moment.strftime("/n/%y/%-m/%-d/%G/%V/%u/%H-%M-%S/") + (p.slug or p.segment),
        "/about",
    ),
    "names": Style(
        "/:year_:short_month/:long_month/:long_day/:short_day/:title:output_ext",
        lambda p: p.moment.strftime("/%Y_%b/%B/%A/%a/") + f"{p.segment}.html",
        "/about.html",
    ),
}  # fmt: skip

CONFIG = """\
title: Weak Ties
url: https://old.example
baseurl: "{base}"
permalink: "{permalink}"
timezone: Asia/Seoul
paginate: 5
paginate_path: /page:num/
include: [_pages]
category_archive: {{type: liquid, path: /categories/}}
tag_archive: {{type: liquid, path: /tags/}}
jekyll-archives:
  enabled: [categories, tags]
  permalinks: {{category: "/by/:name/", tag: "/tagged/:name/"}}
feed: {{path: atom.xml, categories: [Events]}}
"""
LISTINGS = [
    "/", "/index.html", "/page2/", "/page3/", "/categories/", "/tags/", "/year-archive/", "/atom.xml", "/feed/Events.xml",
    "/categories/#events", "/tags/#small-talk", "/tags/#zeal", "/tags/#%EC%9D%B8%EB%A7%A5", "/year-archive/#2023",
    "/by/events/", "/by/notes/", "/tagged/zeal/", "/tagged/small-talk/", "/tagged/%EC%9D%B8%EB%A7%A5/",
]  # fmt: skip
FILE, PICTURE = "/assets/list.pdf", "/assets/images/hello.png"


def address_of(post: Source, style: Style) -> str:
    return style.base + (post.permalink or style.address(post))


def forms(address: str) -> Iterator[str]:
    """Yield what web servers answer with one page: with and without `.html`, slash and `index.html`."""
    stem = address.removesuffix(".html").rstrip("/")
    yield from dict.fromkeys([address, stem, f"{stem}/", f"{stem}.html", f"{stem}/index.html"])


def addresses(style: Style) -> list[str]:
    """List every address that readers of the site may have."""
    texts = [address_of(post, style) for post in POSTS]
    texts += [style.base + old for post in POSTS for old in post.redirected]
    texts += [style.base + style.about, style.base + "/team/", style.base + "/contact.html"]
    greeting = address_of(POSTS[0], style)
    return [
        *(form for text in texts for form in forms(text)),
        *(
            f"{greeting}#{anchor}"
            for anchor in ("tips--tricks", "tips--tricks-1", "what-to-say-3-ideas", "fn:1")
        ),
        *(style.base + path for path in LISTINGS),
    ]


def beside(address: str) -> str:
    """Give what leads from an address at the root to another one there."""
    return "../" if address.endswith("/") else ""


def filled(text: str, style: Style) -> str:
    capitals = address_of(POSTS[1], style)
    return text.replace("{base}", style.base).replace("{capitals}", capitals)


def write_sources(root: Path, style: Style) -> Path:
    """Write the site's folder."""
    files: dict[str, str | bytes] = {
        "_config.yml": CONFIG.format(base=style.base, permalink=style.permalink),
        "index.html": "---\nlayout: home\n---\n",
        "about.md": f"---\ntitle: About\n---\nWe write on [work]({beside(style.about)}team/).\n",
        "team/index.md": "---\ntitle: Team\n---\nTwo of us.\n",
        "contact.md": "---\ntitle: Contact\npermalink: /contact.html\n---\nWrite a letter.\n",
        "404.html": "---\nlayout: default\n---\nNothing here.\n",
        "_pages/categories.md": "---\ntitle: Categories\nlayout: categories\npermalink: /categories/\n---\n",
        "_pages/tags.md": "---\ntitle: Tags\nlayout: tags\npermalink: /tags/\n---\n",
        "_pages/years.md": "---\ntitle: Years\nlayout: posts\npermalink: /year-archive/\n---\n",
        "assets/images/hello.png": picture_bytes(60, 40, "PNG"),
        "assets/list.pdf": b"%PDF-1.4\n%%EOF\n",
        "assets/css/main.css": "body { color: black }",
        **HIDDEN,
        **{post.file: f"---\n{post.header}\n---\n{filled(post.body, style)}" for post in POSTS},
    }
    return write(root, files)


LAYOUT = """<!DOCTYPE html>
<html><head><title>{title}</title><style>p {{ color: black }}</style></head><body>
<nav class="greedy-nav"><a href="/elsewhere/">Menu</a></nav>
<div id="main"><article class="page"><header><h1 class="page__title">{title}</h1></header>
<section class="page__content e-content" itemprop="text">
<aside class="sidebar__right"><nav class="toc"><ul><li><a href="#x">X</a></li></ul></nav></aside>
{html}
</section>
<footer class="page__meta">Updated</footer></article></div>
<script>track()</script></body></html>
"""
REFRESH = (
    '<!DOCTYPE html><html><head><meta http-equiv="refresh" content="0; url={to}"></head><body></body></html>'
)


def write_built(root: Path, style: Style) -> Path:
    """Write `_site`: the HTML that Jekyll makes of the site, below the same folder whatever `baseurl` is."""
    files: dict[str, str | bytes] = {
        "index.html": LAYOUT.format(title="Home", html=""),
        "404.html": LAYOUT.format(title="404", html="<p>Nothing here.</p>"),
        "atom.xml": "<feed/>",
        "assets/list.pdf": b"%PDF-1.4\n%%EOF\n",
        "assets/images/hello.png": picture_bytes(60, 40, "PNG"),
        "assets/css/main.css": "body { color: black }",
        file_of(style.about): LAYOUT.format(
            title="About", html=f'<p>We write on <a href="{beside(style.about)}team/">work</a>.</p>'
        ),
        "team/index.html": LAYOUT.format(title="Team", html="<p>Two of us.</p>"),
        "contact.html": LAYOUT.format(title="Contact", html="<p>Write a letter.</p>"),
    }
    for post in POSTS:
        address = post.permalink or style.address(post)
        files[file_of(address)] = LAYOUT.format(title=post.segment, html=filled(post.html, style))
        for old in post.redirected:
            files[file_of(old)] = REFRESH.format(to=address)
    return write(root, files)


def file_of(address: str) -> str:
    path = unquote(address).lstrip("/")
    if path.endswith("/"):
        return f"{path}index.html"
    return path if path.endswith(".html") else f"{path}.html"
