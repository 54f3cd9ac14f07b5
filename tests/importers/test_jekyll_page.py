from pathlib import Path

import pytest

from articles.importers import (
    ImportedListing,
    ImportedPage,
    ImportedRedirect,
    ImportSkip,
    JekyllReader,
    Outcome,
)

from .sources import write

WORDS = "We write about the people side of work. " * 10


def outcomes_of(root: Path, name: str, header: str, body: str = "Text\n", config: str = "") -> list[Outcome]:
    write(root, {"_config.yml": config, name: f"---\n{header}\n---\n{body}"})
    return [outcome for outcome in JekyllReader(root) if outcome.path == name]


def read_page(root: Path, name: str, header: str, body: str = "Text\n", config: str = "") -> ImportedPage:
    (page,) = outcomes_of(root, name, header, body, config)
    assert isinstance(page, ImportedPage), page
    return page


class TestAddresses:
    @pytest.mark.parametrize(
        ("name", "header", "config", "address", "first"),
        [
            ("about.md", "title: A", "", "about", "/about.html"),
            ("about.md", "title: A", "permalink: pretty", "about", "/about/"),
            ("about.md", "title: A", "permalink: none", "about", "/about.html"),
            ("about.md", "title: A", "permalink: ordinal", "about", "/about.html"),
            ("about.md", "title: A", "permalink: weekdate", "about", "/about"),
            ("about.md", "title: A", "permalink: /:categories/:title/", "about", "/about/"),
            ("about.md", "title: A", "permalink: /:categories/:title:output_ext", "about", "/about.html"),
            ("about.md", "title: A", "permalink: /:categories/:title", "about", "/about"),
            ("team/index.md", "title: A", "", "team", "/team/"),
            ("team/jane.doe.html", "title: A", "", "team/jane-doe", "/team/jane.doe.html"),
            ("Über uns.md", "title: A", "permalink: pretty", "Über-uns", "/Über uns/"),
            ("contact.md", "permalink: /get/in-touch/", "", "get/in-touch", "/get/in-touch/"),
            ("contact.md", "permalink: /get/in-touch.html", "", "get/in-touch", "/get/in-touch.html"),
            ("contact.md", "permalink: /x/:basename/", "", "x/contact", "/x/contact/"),
            ("_pages/about.md", "permalink: /about/", "include: [_pages]", "about", "/about/"),
            ("_pages/about.md", "title: A", "include: [_pages]\npermalink: pretty", "_pages/about", "/_pages/about/"),
            ("about.md", "title: A", "baseurl: /blog", "about", "/blog/about.html"),
            ("_projects/one.md", "title: A", "collections: {projects: {output: true}}", "projects/one", "/projects/one.html"),
            ("_projects/sub/one.md", "title: A", "collections: {projects: {output: true, permalink: '/:collection/:path/'}}",
             "projects/sub/one", "/projects/sub/one/"),
            ("_projects/One Two.md", "title: A", "collections: {projects: {output: true, permalink: /work/:name}}",
             "work/one-two", "/work/one-two"),
            ("docs/_projects/one.md", "title: A", "collections_dir: docs\ncollections: {projects: {output: true}}",
             "projects/one", "/projects/one.html"),
            ("_projects/one.md", "permalink: /mine/", "collections: {projects: {output: true}}", "mine", "/mine/"),
        ],
    )  # fmt: skip
    def test_a_page_has_the_address_that_jekyll_gave_it(
        self, tmp_path: Path, name: str, header: str, config: str, address: str, first: str
    ) -> None:
        page = read_page(tmp_path, name, header, config=config)
        assert (page.address, page.old_paths[0]) == (address, first)

    def test_every_form_and_every_redirect_is_listed(self, tmp_path: Path) -> None:
        page = read_page(tmp_path, "about.md", "redirect_from: /me/", config="permalink: pretty")
        assert page.old_paths == [
            "/about/", "/about.html", "/about", "/about/index.html", "/me/", "/me.html", "/me", "/me/index.html",
        ]  # fmt: skip


class TestPages:
    def test_the_text_is_untouched(self, tmp_path: Path) -> None:
        page = read_page(tmp_path, "about.html", "title:  About us ", "\n<p>\n  Hello\n</p>")
        assert (page.front_matter + page.body).encode() == (tmp_path / "about.html").read_bytes()
        assert page.body == "<p>\n  Hello\n</p>"
        assert (page.source_file, page.import_ref, page.title) == (
            "about.html",
            "jekyll:about.html",
            "About us",
        )

    def test_what_a_page_says_of_itself_is_read(self, tmp_path: Path) -> None:
        page = read_page(
            tmp_path, "about.md", "title: A\ndescription: D\npublished: false\ntoc: true\nlayout: splash"
        )
        assert (page.description, page.is_public) == ("D", False)
        fates = {fate.key: fate.fate for fate in page.fates}
        assert fates["published"] == "decides whether the page is public"
        assert fates["toc"] == "kept in the front matter, not used"
        assert [note.text for note in page.notes] == ["layout splash: imported as a page"]

    @pytest.mark.parametrize(
        ("name", "title"), [("our-team.md", "Our Team"), ("our-team/index.md", "Our Team")]
    )
    def test_a_page_without_a_title_is_named_by_its_file(self, tmp_path: Path, name: str, title: str) -> None:
        assert read_page(tmp_path, name, "layout: page").title == title

    def test_defaults_for_pages_lie_below_its_own_keys(self, tmp_path: Path) -> None:
        config = (
            "defaults:\n- {scope: {path: '', type: pages}, values: {description: D}}\n"
            "- {scope: {path: '', type: posts}, values: {description: P}}\n"
        )
        assert read_page(tmp_path, "about.md", "title: A", config=config).description == "D"

    def test_pictures_are_found_and_one_in_the_header_is_missed(self, tmp_path: Path) -> None:
        write(tmp_path, {"assets/a.png": b"1", "assets/b.png": b"2"})
        header = "gallery: [{image_path: /assets/a.png, alt: A}]\nheader: {image: /assets/a.png}"
        page = read_page(tmp_path, "about.md", header, "![B](assets/b.png)\n")
        assert [(image.address, bool(image.file)) for image in page.images] == [
            ("/assets/a.png", True), ("assets/b.png", True),
        ]  # fmt: skip
        assert "not shown" in page.notes[0].text

    def test_liquid_of_a_page_is_noted_and_its_values_are_kept(self, tmp_path: Path) -> None:
        page = read_page(tmp_path, "about.md", "title: A\nmail: m@x.example", "{{ page.mail }} {% bad %}")
        assert page.variables == {"site": {}, "page": {"mail": "m@x.example"}}
        assert any("{% bad %}" in note.text for note in page.notes if note.severity == "warning")


class TestOtherThings:
    @pytest.mark.parametrize(
        ("name", "header", "body", "kind", "term", "paths"),
        [
            ("index.md", "layout: home", "", "home", "", ["/blog/", "/blog", "/blog/index.html"]),
            ("index.html", "title: x", "{% for post in paginator.posts %}{% endfor %}", "home", "", ["/blog/"]),
            ("cats.md", "layout: categories\npermalink: /cats/", "", "categories", "", ["/blog/cats/"]),
            ("all-tags.md", "layout: tags", "", "tags", "", ["/blog/all-tags.html"]),
            ("years.md", "layout: posts\npermalink: /year-archive/", "", "archive", "", ["/blog/year-archive/"]),
            ("blog/index.html", "paginate: 5", "", "home", "", ["/blog/blog/"]),
            ("list.md", "title: x", "<ul>{% for post in site.posts %}<li>{{ post.title }}</li>{% endfor %}</ul>",
             "archive", "", ["/blog/list.html"]),
            ("list.md", "title: x", "{% for category in site.categories %}{{ category[0] }}{% endfor %}",
             "categories", "", ["/blog/list.html"]),
            ("list.md", "title: x", '{% include group.html collection=site.posts field="tags" %}', "tags", "",
             ["/blog/list.html"]),
            ("list.html", "title: x", "<script>" + WORDS + "</script>{% for tag in site.tags %}{% endfor %}", "tags", "",
             ["/blog/list.html"]),
            ("c/work.md", "layout: category\ntaxonomy: Work", "", "category", "Work", ["/blog/c/work.html"]),
            ("t/zeal.md", "layout: tag\ntitle: Zeal", "", "tag", "Zeal", ["/blog/t/zeal.html"]),
        ],
    )  # fmt: skip
    def test_a_page_that_lists_articles_leads_to_the_list_here(
        self, tmp_path: Path, name: str, header: str, body: str, kind: str, term: str, paths: list[str]
    ) -> None:
        (listing,) = outcomes_of(tmp_path, name, header, body, "baseurl: /blog")
        assert isinstance(listing, ImportedListing)
        assert (listing.kind, listing.name, listing.is_feed) == (kind, term, False)
        assert listing.old_paths[: len(paths)] == paths

    @pytest.mark.parametrize("name", ["feed.xml", "atom.xml", "blog/rss.xml"])
    def test_a_feed_leads_to_the_feed_here(self, tmp_path: Path, name: str) -> None:
        (listing,) = outcomes_of(tmp_path, name, "layout: null", "<feed/>")
        assert isinstance(listing, ImportedListing)
        assert (listing.is_feed, listing.old_paths) == (True, [f"/{name}"])

    def test_words_of_a_list_that_are_lost_are_told(self, tmp_path: Path) -> None:
        listing, skip = outcomes_of(tmp_path, "index.md", "layout: home", "Welcome to us")
        assert isinstance(listing, ImportedListing)
        assert isinstance(skip, ImportSkip)
        assert "3 words are not imported" in skip.reason

    def test_a_list_with_much_text_of_its_own_is_a_page(self, tmp_path: Path) -> None:
        page = read_page(tmp_path, "blog.md", "layout: posts", WORDS)
        assert "listed articles" in page.notes[0].text

    @pytest.mark.parametrize("permalink", ["/404.html", "/404/"])
    def test_the_page_for_what_is_not_found_is_skipped(self, tmp_path: Path, permalink: str) -> None:
        (skip,) = outcomes_of(tmp_path, "missing.md", f"permalink: {permalink}")
        assert isinstance(skip, ImportSkip)

    def test_a_search_page_leads_to_the_search_here(self, tmp_path: Path) -> None:
        skip, *redirects = outcomes_of(tmp_path, "find.md", "layout: search\npermalink: /find/")
        assert isinstance(skip, ImportSkip)
        assert redirects[0] == ImportedRedirect("find.md", "/find/", "/search/")

    def test_a_page_that_sends_readers_on_is_a_redirect(self, tmp_path: Path) -> None:
        redirects = outcomes_of(
            tmp_path, "old.md", "redirect_to: [https://other.example/, x]\npermalink: /old/"
        )
        assert redirects[0] == ImportedRedirect("old.md", "/old/", "https://other.example/")
        assert len(redirects) == 4

    @pytest.mark.parametrize(
        ("target", "written"),
        [
            ("/new/", "/blog/new/"),
            ("new", "/blog/new"),
            ("/blog/new/", "/blog/new/"),
            ("//x.example/", "//x.example/"),
        ],
    )
    def test_where_a_redirect_leads_is_below_the_base(
        self, tmp_path: Path, target: str, written: str
    ) -> None:
        redirect, *_ = outcomes_of(tmp_path, "old.md", f"redirect_to: {target}", config="baseurl: /blog")
        assert isinstance(redirect, ImportedRedirect)
        assert redirect.target == written

    def test_documents_without_a_page_of_their_own_are_skipped(self, tmp_path: Path) -> None:
        (skip,) = outcomes_of(tmp_path, "_staff/ann.md", "title: Ann", config="collections: [staff]")
        assert isinstance(skip, ImportSkip)
        assert "staff" in skip.reason

    @pytest.mark.parametrize(
        "name", ["_notes/a.md", "_layouts/default.html", ".github/a.md", "vendor/a.md", "out/a.md"]
    )
    def test_what_jekyll_does_not_read_is_not_read(self, tmp_path: Path, name: str) -> None:
        assert outcomes_of(tmp_path, name, "title: A", config="exclude: [out]") == []

    def test_a_file_without_front_matter_is_counted_alone(self, tmp_path: Path) -> None:
        write(tmp_path, {"_config.yml": "", "README.md": "# Read me", "x.html": "<html>", "img/a.png": b"1"})
        (skip,) = (outcome for outcome in JekyllReader(tmp_path) if isinstance(outcome, ImportSkip))
        assert "3 files" in skip.reason
        assert "1 .html" in skip.reason

    def test_hostile_pages_are_read_in_linear_time(self, tmp_path: Path) -> None:
        for body in (
            "{% for " * 60_000,
            "<script" * 60_000,
            "{{ page." * 50_000,
            "](" * 200_000,
            'href="' * 80_000,
        ):
            assert outcomes_of(tmp_path, "about.md", "title: A", body)
