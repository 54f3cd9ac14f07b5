import pytest

from articles.models import Redirect
from articles.proving import Comparison, Prover, compare
from articles.proving.reading import read_old_page
from tests.factories import make_image, make_post
from tests.importers.jekyll_site import LAYOUT, REFRESH

pytestmark = pytest.mark.django_db
BODY = """![Two people](/assets/hello.jpg)

Saying "hello" -- it's a *skill*...

## Ask early

Read [the other](/articles/other/) or [more](https://other.example/a%20b/).

### Why?

Because.
"""
OLD = """<p><img src="../assets/hello.jpg" alt="Two people"></p>
<p>Saying \u201chello\u201d \u2013 it\u2019s a <em>skill</em>\u2026</p>
<h1 id="ask-early">Ask early <a class="header-link" href="#ask-early">#</a></h1>
<p>Read <a href="http://old.example/2023/other.html">the other</a> or <a href="https://other.example/a b">more</a>.</p>
<h2 id="why">Why?</h2>
<p>Because.</p>"""


@pytest.fixture
def image(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_image(alt="Two people", source_url="/assets/hello.jpg", original_name="hello.jpg")


def compared(
    client, image, old_html: str, body: str = BODY, layout: str = LAYOUT, **fields
) -> Comparison | None:
    make_post(slug="other")
    Redirect.objects.create(old_path="/2023/other.html", new_path="/articles/other/")
    post = make_post(slug="ours", body=body, **fields)
    post.save(images={"/assets/hello.jpg": image})
    old = layout.format(title="Ours", html=old_html)
    new = client.get(post.get_absolute_url()).content.decode()
    return compare(old, "/blog/ours.html", new, "/articles/ours/", Prover().end_of, "old.example")


def test_the_same_article_in_other_clothes_is_equal(client, image):
    found = compared(client, image, OLD)
    assert found is not None
    assert (found.likeness, found.differences) == (1.0, [])


def test_a_picture_that_became_the_hero_is_not_missed(client, image):
    found = compared(client, image, OLD, hero_image=image)
    assert found is not None
    assert found.differences == []


@pytest.mark.parametrize(
    ("written", "instead", "difference"),
    [
        ("Because.", "Because it is.", "text: -“Because it is.” +“Because.”"),
        ("<p>Because.</p>", "", "text: +“Because.”"),
        ('id="why"', 'id="why-1"', "headings: -h2 “Why?” #why-1"),
        ("h2", "h3", "headings: -h3 “Why?” #why"),
        ("2023/other.html", "2023/lost.html#a", "links: +/articles/other/"),
        ("a b", "c", "links: -//other.example/c"),
        ("hello.jpg", "bye.jpg", "images: -//old.example/assets/bye.jpg “Two people”"),
        ("Two people", "Nobody", "alternative text -“Nobody” +“Two people”"),
        ("Saying", '<img src="x.png" alt="">Saying', "images: -//old.example/blog/x.png “”"),
    ],
)
def test_what_differs_is_told(client, image, written, instead, difference):
    found = compared(client, image, OLD.replace(written, instead))
    assert found is not None
    assert any(difference in line for line in found.differences), found.differences
    assert (found.likeness < 1) == difference.startswith("text")


THEME = "<html><body>{html}</body></html>"
UNDER_TITLE = OLD.replace("h2", "h3").replace("h1", "h2")


@pytest.mark.parametrize(
    "old",
    [
        f'<article><h1 class="post-title">Ours</h1>{OLD}</article>',
        f"<article><h1>Ours</h1>{UNDER_TITLE}</article>",
        f"<article><header><h1>Ours</h1></header>{UNDER_TITLE}</article>",
        f"<main><h2>Ours</h2>{UNDER_TITLE.replace('h3', 'h4').replace('h2', 'h3')}</main>",
    ],
)
def test_a_title_that_the_theme_put_into_the_article_is_no_difference(client, image, old):
    found = compared(client, image, old, layout=THEME, title="Ours")
    assert found is not None
    assert (found.likeness, found.differences) == (1.0, [])


@pytest.mark.parametrize(
    ("old", "differences"),
    [
        (f"<article><h1>Another</h1>{UNDER_TITLE}</article>", ["-h1 “Another” #"]),
        (f'<div class="post-content"><h1>Ours</h1>{UNDER_TITLE}</div>', ["-h1 “Ours” #"]),
        (f"<article><h1>Ours</h1>{OLD}<h1>Ours</h1></article>", ["-h1 “Ours” #"]),
        (
            f"<article><h1>Ours</h1>{UNDER_TITLE.replace('h3', 'h4')}</article>",
            ["-h3 “Why?” #why", "+h2 “Why?” #why"],
        ),
    ],
)
def test_other_headings_are_differences_whatever_the_levels(client, image, old, differences):
    found = compared(client, image, old, layout=THEME, title="Ours")
    assert found is not None
    lines = [line for line in found.differences if line.startswith("headings")]
    assert lines == [f"headings: {line}" for line in differences]


def test_headings_that_find_no_lower_level_here_are_no_difference(client, image):
    old = "".join(f'<h{level} id="s{level}">S{level}</h{level}>' for level in (4, 5, 6))
    found = compared(client, image, old, "#### S4\n\n##### S5\n\n###### S6\n")
    assert found is not None
    assert found.differences == []


def test_many_differences_are_cut_short(client, image):
    links = "".join(f'<a href="https://other.example/{number}">a</a> ' for number in range(20))
    found = compared(client, image, f"{OLD}<p>{links}</p>")
    assert found is not None
    lines = [line for line in found.differences if line.startswith("links")]
    assert (len(lines), lines[-1]) == (6, "links: … and 15 more")


def test_links_that_led_nowhere_before_need_not_lead_anywhere(client, image):
    old = OLD.replace("Because.", '<a href="lost/">Because.</a>')
    found = compared(client, image, old, BODY.replace("Because.", "[Because.](lost/)"))
    assert found is not None
    assert found.differences == []


def test_what_is_a_link_until_it_is_fetched_is_told_apart(client, image):
    remote = "https://pictures.example/a.jpg?w=1"
    body = f"![Far]({remote})\n\n[![Linked]({remote})](https://a.example/)\n\n[![]({remote})](/tags/)\n\n"
    film = "https://www.youtube-nocookie.com/embed/1"
    body += f'<iframe src="{film}"></iframe>\n\n'
    old = f"""<p><img src="{remote}" alt="Far"></p><p><a href="https://a.example/"><img src="{remote}" alt="Linked"></a></p>
    <p><a href="/tags/"><img src="{remote}" alt=""></a></p><iframe src="{film}/"></iframe>"""
    found = compared(client, image, old + OLD, body + BODY)
    assert found is not None
    assert found.differences == [
        "waiting: 3 pictures are links until `manage.py fetch_images` has their files"
    ]
    assert found.likeness == 1


def test_texts_without_blanks_are_compared_by_character_and_cut_to_what_differs(client, image):
    old, new = f"{'甲' * 60}乙{'丙' * 60}", f"{'甲' * 60}丁{'丙' * 60}"
    found = compared(client, image, f"<p>{old}\u200b</p>", new)
    assert found is not None
    assert found.differences == ["text: -“乙” +“丁”"]
    assert found.likeness > 0.9


def test_pages_that_are_no_articles_are_not_compared(client):
    html = client.get("/").content.decode()
    assert compare(LAYOUT.format(title="Home", html=""), "/", html, "/", Prover().end_of) is None
    assert read_old_page(REFRESH.format(to="/a/"), "http://old.example/") is None


@pytest.mark.parametrize(
    "html",
    [
        '<main><div class="post-content">{}</div><p>Menu</p></main>',
        '<body><nav>Menu</nav><article class="post"><header><h1>A</h1></header>{}<footer>By us</footer></article></body>',
        "<body><header>Menu</header><main>{}</main><aside>Others</aside></body>",
        '<body><div class="page__content">{}<div class="page__share">Share</div></div></body>',
        '<body><article>One</article><article>Two</article><div itemprop="articleBody">{}</div></body>',
        "<body>{}<script>track()</script></body>",
        "{}",
    ],
)
def test_the_articles_own_text_is_found_in_any_theme(html):
    reading = read_old_page(
        html.replace("{}", '<h2 id="x">Tips</h2><p>Come early.</p>'), "http://old.example/a/"
    )
    assert reading is not None
    assert " ".join(reading.words) == "Tips Come early."
    assert [str(heading) for heading in reading.headings] == ["h1 “Tips” #x"]


def test_broken_html_is_read_all_the_same():
    reading = read_old_page('<p>a<b>b</p><a href="http://[">x<img src="//["><h7>', "http://old.example/")
    assert reading is not None
    assert reading.words == ["ab", "x"]
