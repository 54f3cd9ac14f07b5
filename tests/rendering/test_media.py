import pytest

from articles.rendering import Picture, Source

from .rendered import html

PICTURE = Picture(
    "/m/a-800.jpg", 1260, 750, (Source("image/avif", "/m/a-400.avif 400w"),), "/m/a-400.jpg 400w"
)
SIZES = "(min-width: 46rem) 42rem, 100vw"


def known(address):
    return PICTURE if address == "a.jpg" else None


def test_known_image_becomes_a_picture():
    assert html("![Hall](a.jpg)", image_for=known) == (
        f'<p><picture><source sizes="{SIZES}" srcset="/m/a-400.avif 400w" type="image/avif">'
        f'<img alt="Hall" decoding="async" height="750" loading="lazy" sizes="{SIZES}" src="/m/a-800.jpg"'
        ' srcset="/m/a-400.jpg 400w" width="1260"></picture></p>'
    )


def test_known_image_in_raw_html_keeps_class_and_title():
    result = html('<p><img src="a.jpg" class="align-left" title="T" width="10"></p>', image_for=known)
    assert "<picture>" in result
    assert 'class="align-left"' in result
    assert 'title="T"' in result
    assert 'width="1260"' in result


def test_every_image_is_asked_for_once():
    asked = []
    html("![a](1.png) ![b](2.png)\n\n<img src='3.png'>", image_for=lambda address: asked.append(address))
    assert asked == ["1.png", "2.png", "3.png"]


def test_unknown_image_stays_as_written_and_loads_lazily():
    assert html('![a](https://example.org/b.png "T"){: width="20" height="10"}') == (
        '<p><img alt="a" decoding="async" height="10" loading="lazy" src="https://example.org/b.png" title="T"'
        ' width="20"></p>'
    )


@pytest.mark.parametrize(
    "address",
    ["https://example.org/b.png", "http://example.org/b.png", "//example.org/b.png", "/\\example.org/b.png"],
)
def test_image_on_another_host_becomes_a_link(address):
    result = html(f'<p><img src="{address}" alt="A view"></p>', remote="link")
    assert "<img" not in result
    assert '<span class="remote-image"><a href="' in result
    assert ">A view</a></span>" in result


@pytest.mark.parametrize("address", ["/media/b.png", "b.png", "../b.png", "#x"])
def test_image_of_the_site_itself_stays(address):
    assert f'src="{address}"' in html(f"![a]({address})", remote="link")


def test_remote_image_without_alt_is_named_by_its_host():
    assert ">example.org</a>" in html("![](https://example.org/b.png)", remote="link")


def test_remote_image_inside_a_link_is_not_a_second_link():
    assert html("[![a](https://example.org/b.png)](/c)", remote="link") == (
        '<p><a href="/c"><span class="remote-image">a</span></a></p>'
    )


@pytest.mark.parametrize(
    "source",
    [
        '<iframe src="https://www.youtube.com/embed/x"></iframe>',
        '<iframe src="https://evil.example/"></iframe>',
        '<video src="https://example.org/v.mp4"></video>',
        '<video><source src="https://example.org/v.mp4"></video>',
        '<video src="/v.mp4" poster="https://example.org/p.png"></video>',
        '<audio src="//example.org/a.mp3"></audio>',
        '<embed src="https://example.org/x">',
        '<object data="https://example.org/x"></object>',
    ],
)
def test_remote_media_become_links_on_the_site(source):
    result = html(source, remote="link")
    assert "src=" not in result
    assert "poster=" not in result
    assert '<span class="remote-media"><a href="' in result


def test_remote_srcset_is_dropped_on_the_site():
    result = html('<p><img src="/a.png" srcset="/b.png 1x, https://example.org/c.png 2x"></p>', remote="link")
    assert 'src="/a.png"' in result
    assert "example.org" not in result


def test_local_video_is_kept_with_controls():
    assert html('<video src="/v.mp4"></video>', remote="link").startswith('<video controls="')


def test_frame_of_a_well_known_host_is_kept_in_a_sandbox():
    result = html('<iframe src="https://www.youtube.com/embed/x" width="10" onload="x()"></iframe>')
    assert 'src="https://www.youtube.com/embed/x"' in result
    assert 'sandbox="allow-scripts' in result
    assert 'loading="lazy"' in result
    assert "onload" not in result


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "http://www.youtube.com/x", "https://www.youtube.com@evil.example/", "/x"],
)
def test_other_frame_is_dropped(address):
    assert "<iframe" not in html(f'<iframe src="{address}"></iframe>')


def test_leading_hero_image_is_left_out():
    source = "    \n![a](https://example.org/a.jpg)\n\ntext"
    assert html(source, hero=["https://example.org/a.jpg"]) == "<p>text</p>"


@pytest.mark.parametrize(
    "source", ["text\n\n![a](/a.jpg)", "![a](/a.jpg) and text", "![a](/b.jpg)\n\ntext", "# A\n\n![a](/a.jpg)"]
)
def test_other_images_are_not_taken_for_the_hero(source):
    assert "<img" in html(source, hero={"/a.jpg"})


def test_media_of_the_site_on_a_storage_service_are_its_own():
    picture = Picture(
        "https://cdn.example/a.jpg", 10, 5, (Source("image/avif", "https://cdn.example/a.avif 400w"),)
    )
    result = html(
        '![a](a.jpg) <img src="https://cdn.example/b.jpg">', image_for={"a.jpg": picture}.get, remote="link"
    )
    assert 'src="https://cdn.example/a.jpg"' in result
    assert 'srcset="https://cdn.example/a.avif 400w"' in result
    assert 'src="https://cdn.example/b.jpg"' not in result


def test_address_of_an_image_is_asked_for_without_entities():
    asked = []
    html("![a](/b.png?c=1&amp;d=2&copy=3)", image_for=lambda address: asked.append(address))
    assert asked == ["/b.png?c=1&d=2&copy=3"]
