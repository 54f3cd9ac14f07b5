import pytest

from articles.rendering import fold_hashtag

from .rendered import html

TAGS = {
    "networking": "/tag/networking/",
    "careergrowth": "/tag/career-growth/",
    "커리어": "/tag/커리어/",
    "c": "/tag/c/",
}


def linked(source):
    return html(source, hashtags=TAGS)


@pytest.mark.parametrize(
    "name", ["Career Growth", "career-growth", "CareerGrowth", "CAREER_GROWTH", "#CareerGrowth"]
)
def test_spellings_of_a_tag_fold_to_one(name):
    assert fold_hashtag(name) == "careergrowth"


def test_hashtag_of_a_tag_links_to_its_page():
    assert linked("#Networking") == '<p><a class="hashtag" href="/tag/networking/">#Networking</a></p>'


def test_hashtag_with_a_hyphen():
    assert ">#career-growth</a>" in linked("on #career-growth today")
    assert ">#networking</a>-day" in linked("#networking-day")


def test_unicode_hashtag():
    assert ">#커리어</a>" in linked("오늘의 #커리어 이야기")


def test_hashtag_in_emphasis_list_and_quote():
    assert linked("*#Networking*\n\n- #Networking\n\n> #Networking").count("<a ") == 3


def test_line_of_hashtags():
    assert linked("#Hashtags\n#Networking #CareerGrowth").count("<a ") == 2


@pytest.mark.parametrize(
    "source",
    [
        "#Other",
        "`#Networking`",
        "    #Networking",
        "[#Networking](/x)",
        "## #Networking",
        "see /page#networking",
        "a#networking",
        "##Networking",
        "&#networking",
        "C#",
        "#1",
        "\\#other",
        "<code>#Networking</code>",
        "<https://example.org/#networking>",
    ],
)
def test_anything_else_stays_text(source):
    assert 'class="hashtag"' not in linked(source)


def test_address_of_a_tag_is_escaped():
    assert html("#a", hashtags={"a": '/x?a="b"&c=<d>'}) == (
        '<p><a class="hashtag" href="/x?a=&quot;b&quot;&amp;c=&lt;d&gt;">#a</a></p>'
    )
