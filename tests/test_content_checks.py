import re
import time
from pathlib import Path

import pytest

from articles.content_checks import check
from articles.outline import read
from tests.conftest import ROOT

SEED = ROOT.parent / "shared" / "seed" / "article.txt"
STARTER = sorted((ROOT / "articles" / "starter" / "_posts").glob("*.md"))
LEAD = "A first paragraph that is neither too short nor too long to serve as an excerpt.\n\n"
CONCLUSION = (
    "Networking and building relationships are essential for a good career. Networking allows you to build "
    "relationships with people who can help you reach your goals, and that creates meaningful connections."
)
SUMMARY = (
    "In short: networking and building relationships are essential for a good career, as networking allows you "
    "to build relationships with people. Who can help you reach your goals is found at events."
)


def findings(body, **said):
    nothing = {"title": "A title", "excerpt": "", "description": "", "tags": []}
    known = {"link_state": lambda address: None, "image_state": lambda address: None}
    return check(body, **{**nothing, **known, **said})


def codes(body, **said):
    return [(finding.code, finding.line) for finding in findings(LEAD + body, **said)]


def blocking(body, **said):
    return [finding.code for finding in findings(LEAD + body, **said) if finding.blocking]


def described(path: Path) -> dict:
    """Read what a header says, as far as checks want it."""
    _, header, body = path.read_text().split("---\n", 2)
    value = {key: text.strip('"') for key, text in re.findall(r"^(\w+): +(.+)$", header, re.M)}
    listed = re.findall(r"^  - (.+)$", header, re.M) or value.get("tag", "[]").strip("[] ").split(",")
    tags = [name.strip() for name in listed if name.strip()]
    return {"body": body, "title": value["title"], "excerpt": value.get("excerpt", ""), "tags": tags}


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not beside this checkout")
def test_the_seed_article_gets_the_notes_that_a_person_would_make():
    assert [(finding.code, finding.line, finding.blocking) for finding in findings(**described(SEED))] == [
        ("title_long", None, False),
        ("excerpt_cut", None, False),
        ("alt_one_word", 2, False),
        ("sections_alike", 41, False),
    ]


@pytest.mark.parametrize("path", STARTER, ids=lambda path: path.stem)
def test_a_starter_article_gets_no_note_but_that_its_excerpt_is_cut(path):
    assert {finding.code for finding in findings(**described(path))} <= {"excerpt_cut"}


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ("![](a.png)", [("alt_missing", 3)]),
        ("<img src='a.png'>", [("alt_missing", 3)]),
        ("[![](a.png)](/x/)", [("alt_missing", 3)]),
        ("<img src='a.png' alt=''>", []),
        ("[![](a.png) Our boats](/x/)", []),
        ("![Boat](a.png)", [("alt_one_word", 3)]),
        ("![IMG_2041.jpg](a.png)", [("alt_one_word", 3)]),
        ("![배](a.png)", [("alt_one_word", 3)]),
        ("![Two boats](a.png)", []),
        ("![港に並ぶ二艘の舟](a.png)", []),
        ("`![](a.png)`", []),
    ],
)
def test_images_want_alternative_text(image, expected):
    assert codes(image) == expected


def test_a_decorative_image_of_the_library_wants_no_alternative_text():
    assert codes("![](a.png) ![Boat](b.png)", image_state=lambda address: "decorative") == []


def test_missing_alternative_text_and_missing_images_block():
    assert blocking("![](a.png)") == ["alt_missing"]
    assert blocking("![Two boats](a.png)", image_state=lambda address: "broken") == ["image_broken"]
    assert blocking("![Boat](a.png)") == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## A\n\nx\n\n### B\n\nx\n\n## C\n\nx", []),
        ("## A\n\nx\n\n#### B\n\nx", [("heading_level_skipped", 7)]),
        ("### A\n\nx", [("heading_level_skipped", 3)]),
        ("# A\n\nx\n\n## B\n\nx\n\n# C\n\nx", [("heading_level_1", 3)]),
        ("## *A*  title!\n\nx", [("heading_repeats_title", 3)]),
        ("# A title\n\nx", [("heading_repeats_title", 3)]),
        ("## A title and more\n\nx", []),
        ("## A\n\n## B\n\nx", [("section_empty", 3)]),
        ("## A\n\n### B\n\nx", []),
        ("## A\n\n```\nx\n```", []),
        ("```\n#### A\n```", []),
    ],
)
def test_headings_keep_order_and_say_something_new(body, expected):
    assert codes(body) == expected


@pytest.mark.parametrize(
    "text", ["here", "Click here!", "→ Read more …", "**this**", "여기", "여기를 클릭", "더 보기 »"]
)
def test_a_link_says_where_it_leads(text):
    assert codes(f"See [{text}](/x/).") == [("link_bare", 3)]


@pytest.mark.parametrize(
    "text", ["Where it was written", "here is the list", "3", "여기 있는 목록", "x.example"]
)
def test_a_link_of_honest_words_is_fine(text):
    assert codes(f"See [{text}](/x/).") == []


@pytest.mark.parametrize("link", ["[](/x/)", "[x]()", "<a href='/x/'> </a>"])
def test_an_empty_link_is_noted(link):
    assert codes(link) == [("link_empty", 3)]


def test_an_address_for_a_text_is_noted():
    assert codes("<https://x.example/>") == [("link_text_is_address", 3)]
    assert codes("<me@x.example>") == []


@pytest.mark.parametrize("state", ["broken", "redirected", "not_public"])
def test_only_a_broken_internal_link_blocks(state):
    body = "[one](/x/)\n[two](/y/)"
    asked = []

    def link_state(address):
        asked.append(address)
        return state if address == "/y/" else None

    assert codes(body, link_state=link_state) == [(f"link_{state}", 4)]
    assert asked == ["/x/", "/y/"]
    assert bool(blocking(body, link_state=link_state)) == (state == "broken")


@pytest.mark.parametrize(
    ("anchor", "is_broken"),
    [
        ("#part-one", False),
        ("#한국어", False),
        ("#%ED%95%9C%EA%B5%AD%EC%96%B4", False),
        ("#fn:1", False),
        ("#", False),
        ("#top", False),
        ("#:~:text=x", False),
        ("#part-two", True),
        ("#Part-one", True),
    ],
)
def test_an_anchor_of_the_same_body_is_there(anchor, is_broken):
    body = f"[There]({anchor})[^1]\n\n## Part one\n\nx\n\n## 한국어\n\nx\n\n[^1]: Note"
    assert blocking(body) == ["anchor_broken"] * is_broken


def test_sections_that_say_the_same_are_noted_once_each():
    body = f"## End\n\n{CONCLUSION}\n\n## Other\n\nSomething else.\n\n## Sum\n\n{SUMMARY}\n\n## Again\n\n{SUMMARY}"
    found = [finding for finding in findings(LEAD + body) if finding.code == "sections_alike"]
    assert [(finding.line, finding.values["other"]) for finding in found] == [(11, "End"), (15, "Sum")]


def test_lists_and_code_that_are_alike_are_not_the_same_text():
    steps = "\n".join(f"- do the usual thing number {number} with great care" for number in range(9))
    assert (
        codes(f"## A\n\n{steps}\n\n## B\n\n{steps}\n\n## C\n\n```\n{CONCLUSION}\n```\n\n## D\n\n{CONCLUSION}")
        == []
    )


def test_hashtags_are_among_the_tags():
    body = "#CareerGrowth #career-growth #Advice #advice `#code` #fff000 #12 [#x](#)"
    assert codes(body, tags=["Career growth"]) == [("hashtag_unknown", 3)]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"title": "A" * 66}, "title_long"),
        ({"description": "A" * 161}, "description_long"),
        ({"description": "A" * 49}, "description_short"),
    ],
)
def test_lengths_are_noted_with_their_count(said, code):
    ((field, text),) = said.items()
    (finding,) = findings(LEAD, **said)
    assert (finding.code, finding.field, finding.line) == (code, field, None)
    assert str(len(text)) in str(finding)


def test_lengths_that_fit_are_not_noted():
    assert findings(LEAD, title="A" * 65, description="A" * 160) == []
    assert (
        findings(LEAD, description="네트워킹은 같은 분야에서 일하는 사람들과 관계를 쌓아 가는 과정이다") == []
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [("![Two boats](a.png)", "excerpt_missing"), ("Short.", "excerpt_short"), ("word " * 100, "excerpt_cut")],
)
def test_the_first_paragraph_serves_only_as_excerpt_if_it_can(body, code):
    assert [finding.code for finding in findings(body)] == [code]
    assert findings(body, excerpt="Written by hand.") == []


def test_findings_come_in_order_and_each_can_be_translated():
    found = findings("![](a.png)\n\n#### 100 %\n\n[here](#x)", title="A" * 80)
    assert [finding.line for finding in found] == [None, None, 1, 3, 5, 5]
    assert all(str(finding) == finding.template % finding.values for finding in found)


def test_contents_at_hand_are_used():
    contents = read(LEAD + "![](a.png)")
    assert [finding.code for finding in findings("", contents=contents)] == ["alt_missing"]


def test_thousands_of_flaws_of_one_kind_stay_cheap_and_few():
    body = f"## A\n\n{CONCLUSION} ![](a.png) [here](#x)\n\n" * 1_500
    contents = read(body)
    began = time.thread_time()
    found = findings(body, contents=contents)
    assert time.thread_time() - began < 3
    assert len(found) < 300
    assert any(finding.blocking for finding in found)
