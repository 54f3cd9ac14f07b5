import os
from pathlib import Path

import pytest

from articles.importers import (
    ImportedListing,
    ImportedPage,
    ImportedPost,
    ImportFailure,
    ImportSkip,
    JekyllReader,
    ReadError,
)

from .sources import read_post, warnings, write


class TestSite:
    CONFIG = (
        "url: https://old.example\nbaseurl: /blog\ntimezone: Asia/Seoul\nwords_per_minute: 250\nexclude: [private]\n"
        "defaults:\n"
        "  - {scope: {path: '', type: posts}, values: {toc: true, author_profile: true, tags: [base]}}\n"
        "  - {scope: {path: _posts/deep}, values: {toc: false}}\n"
        "  - {scope: {path: '', type: pages}, values: {sidebar: {nav: pages}}}\n"
        "  - {scope: {path: 'movies/*'}, values: {sidebar: {nav: films}}}\n"
    )

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        files: dict[str, str | bytes] = {
            "_config.yml": self.CONFIG,
            "_posts/2023-04-05-one.md": "---\ntitle: One\ntags: [own]\n---\n![A](/blog/assets/a.png)\n",
            "_posts/2023-04-06-bad.md": "---\n- a\n---\n",
            "_posts/undated.md": "---\ntitle: x\n---\n",
            "_posts/deep/2023-04-07-two.markdown": "---\ntitle: Two\n---\n",
            "_posts/picture.png": b"\x89PNG",
            "movies/_posts/2023-04-08-three.md": "---\ntitle: Three\ncategories: horror movies\n---\n",
            "_drafts/four.md": "---\ntitle: Four\n---\n",
            "README.md": "# Readme\n",
            "index.md": "---\nlayout: home\n---\n",
            "assets/a.png": b"\x89PNG",
        }
        for hidden in (".git", "node_modules", "vendor", "_site", "_includes", "private"):
            files[f"{hidden}/_posts/2023-04-05-hidden.md"] = "---\ntitle: Hidden\n---\n"
        return write(tmp_path, files)

    def test_each_file_is_told_in_the_order_of_the_walk_and_the_site_as_a_whole_last(
        self, root: Path
    ) -> None:
        reader = JekyllReader(root)
        outcomes = list(reader)
        assert [(type(outcome), outcome.path) for outcome in outcomes if outcome.path != "_config.yml"] == [
            (ImportedListing, "index.md"),
            (ImportedPost, "_drafts/four.md"),
            (ImportedPost, "_posts/2023-04-05-one.md"),
            (ImportFailure, "_posts/2023-04-06-bad.md"),
            (ImportSkip, "_posts/picture.png"),
            (ImportSkip, "_posts/undated.md"),
            (ImportedPost, "_posts/deep/2023-04-07-two.markdown"),
            (ImportedPost, "movies/_posts/2023-04-08-three.md"),
            (ImportSkip, "other files"),
        ]
        assert len(reader) == 9, "the files that are read"
        assert isinstance(outcomes[-1], ImportSkip)
        assert "1 files are no articles" in outcomes[-1].reason  # README.md

    def test_defaults_lie_below_the_posts_own_keys(self, root: Path) -> None:
        posts = {post.title: post for post in JekyllReader(root) if isinstance(post, ImportedPost)}
        assert (posts["One"].show_toc, posts["Two"].show_toc) == (True, False)
        assert (posts["One"].tags, posts["Two"].tags) == (["own"], ["base"])
        assert (posts["One"].sidebar, posts["Three"].sidebar) == ("", "films")
        assert [fate.key for fate in posts["One"].fates] == ["title", "tags"]

    @pytest.mark.parametrize(
        ("defaults", "own", "hero", "told"),
        [
            ("image: /d.png", "toc: true", "", "image /d.png"),
            ("image: {path: /d.png, alt: D}", "image: {alt: A}", "", "image /d.png"),
            ("image: {path: /d.png, alt: D}", "image: {path: /o.png}", "/o.png", "image /d.png"),
            ("header: {teaser: /t.png}", "header: {overlay_color: red}", "", "header.teaser /t.png"),
            ("header: {teaser: /t.png}", "header: {teaser: /o.png}", "/o.png", "header.teaser /t.png"),
            ("header: {image: /h.png, teaser: /t.png}", "toc: true", "/h.png", "header.teaser /t.png"),
            ("header: {overlay_image: /h.png}", "toc: true", "/h.png", ""),
        ],
    )
    def test_default_pictures_of_shared_links_and_lists_are_told_once_and_are_no_heroes(
        self, tmp_path: Path, defaults: str, own: str, hero: str, told: str
    ) -> None:
        config = f"defaults: [{{scope: {{path: ''}}, values: {{{defaults}}}}}]"
        posts = {f"_posts/2023-04-0{day}-a.md": f"---\n{own}\ntitle: A\n---\n" for day in (5, 6)}
        outcomes = list(JekyllReader(write(tmp_path, {"_config.yml": config, **posts})))
        for post in (outcome for outcome in outcomes if isinstance(outcome, ImportedPost)):
            assert (post.hero.address if post.hero else "") == hero
            assert bool(warnings(post)) == bool(hero)
        (skip,) = (row for row in outcomes if isinstance(row, ImportSkip) and row.path == "_config.yml")
        _, _, named = skip.reason.partition("; default picture of the old site, not used: ")
        assert named == told

    def test_folders_above_are_categories(self, root: Path) -> None:
        posts = {post.title: post for post in JekyllReader(root) if isinstance(post, ImportedPost)}
        assert posts["Three"].strict_categories == ["movies", "horror"]
        assert posts["Three"].categories == ["movies", "horror movies"]
        assert posts["Three"].old_paths[0] == "/blog/movies/horror/2023/04/08/three.html"
        assert posts["Two"].strict_categories == []

    def test_a_post_is_the_same_however_it_is_named(self, root: Path) -> None:
        (alone,) = JekyllReader(root / "movies/_posts/2023-04-08-three.md")
        (in_folder,) = JekyllReader(root / "movies/_posts")
        (in_site,) = (outcome for outcome in JekyllReader(root) if "three" in outcome.path)
        assert alone == in_folder == in_site

    def test_a_collections_folder_is_no_category(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, "title: A", "collections_dir: content", "content/_posts/2023-04-05-a.md")
        assert post.strict_categories == []
        assert post.import_ref == "jekyll:content/_posts/2023-04-05-a.md"

    def test_a_site_may_keep_its_sources_in_a_folder(self, tmp_path: Path) -> None:
        files = {
            "src/_posts/2023-04-05-a.md": "---\ntitle: A\n---\n",
            "src/about.md": "---\ntitle: B\n---\n",
            "x.md": "---\n---\n",
        }
        write(tmp_path, {"_config.yml": "source: src/", **files})
        outcomes = [row for row in JekyllReader(tmp_path) if isinstance(row, ImportedPost | ImportedPage)]
        assert [row.source_file for row in outcomes] == ["about.md", "_posts/2023-04-05-a.md"]
        (post,) = JekyllReader(tmp_path / "src/_posts/2023-04-05-a.md")
        assert post == outcomes[1]

    def test_a_source_outside_the_site_is_not_followed(self, tmp_path: Path) -> None:
        write(tmp_path, {"out/_posts/2023-04-05-a.md": "x", "site/_config.yml": "source: ../out"})
        assert not [row for row in JekyllReader(tmp_path / "site") if isinstance(row, ImportedPost)]

    def test_excluded_files_are_left_alone(self, tmp_path: Path) -> None:
        files = {"a.md": "---\ntitle: A\n---\n", "b.md": "---\ntitle: B\n---\n"}
        write(tmp_path, {"_config.yml": "exclude: [a.md]", **files})
        assert [row.title for row in JekyllReader(tmp_path) if isinstance(row, ImportedPage)] == ["B"]

    def test_the_sites_own_facts_are_at_hand(self, root: Path) -> None:
        site = JekyllReader(root).site
        assert (site.host, site.base, site.words_per_minute) == ("https://old.example", "/blog", 250)

    @pytest.mark.parametrize("config", ["a: [", "- a", "a: !!python/name:os.system", b"\xff"])
    def test_an_unreadable_configuration_stops_the_import(self, tmp_path: Path, config: str | bytes) -> None:
        write(tmp_path, {"_config.yml": config})
        with pytest.raises(ReadError, match=r"_config\.yml"):
            JekyllReader(tmp_path)

    def test_a_missing_path_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match="nowhere"):
            JekyllReader(tmp_path / "nowhere")

    def test_posts_without_a_configuration_are_a_site_too(self, tmp_path: Path) -> None:
        write(tmp_path, {"movies/_posts/2023-04-05-a.md": "x", "about.md": "---\ntitle: About\n---\n"})
        outcomes = list(JekyllReader(tmp_path))
        (post,) = (outcome for outcome in outcomes if isinstance(outcome, ImportedPost))
        assert post.strict_categories == ["movies"]
        assert [page.address for page in outcomes if isinstance(page, ImportedPage)] == ["about"]


class TestPlainFolder:
    def test_text_files_with_front_matter_are_articles(self, tmp_path: Path) -> None:
        write(tmp_path, {
            "b.md": "---\ntitle: B\n---\n", "a.txt": "---\ntitle: A\n---\n", "sub/c.markdown": "---\ntitle: C\n---\n",
            "2023-04-05-d.md": "No header\n", "README.md": "# Readme\n", "notes.txt": "notes", "x.png": b"\x89PNG",
            ".hidden.md": "---\ntitle: H\n---\n", "style.css": "---\n---\n",
        })  # fmt: skip
        outcomes = list(JekyllReader(tmp_path))
        assert [outcome.title for outcome in outcomes if isinstance(outcome, ImportedPost)] == [
            "D",
            "A",
            "B",
            "C",
        ]
        skipped = [outcome for outcome in outcomes if isinstance(outcome, ImportSkip)]
        assert [skip.path for skip in skipped] == ["README.md", "notes.txt"]
        assert "no front matter" in skipped[0].reason

    def test_links_out_of_the_folder_are_not_followed(self, tmp_path: Path) -> None:
        outside = write(tmp_path / "outside", {"secret.md": "---\ntitle: Secret\n---\n"})
        inside = write(tmp_path / "inside", {"a.md": "---\ntitle: A\n---\n"})
        (inside / "link.md").symlink_to(outside / "secret.md")
        (inside / "folder").symlink_to(outside, target_is_directory=True)
        (inside / "loop").symlink_to(inside, target_is_directory=True)
        (inside / "self.md").symlink_to(inside / "self.md")
        outcomes = list(JekyllReader(inside))
        assert [outcome.path for outcome in outcomes if isinstance(outcome, ImportedPost)] == ["a.md"]
        assert [outcome.path for outcome in outcomes if isinstance(outcome, ImportSkip)] == [
            "link.md",
            "self.md",
        ]

    def test_what_is_no_regular_file_is_skipped(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.md")
        (skip,) = JekyllReader(tmp_path)
        assert isinstance(skip, ImportSkip)

    def test_a_name_that_is_not_utf_8_is_a_failure(self, tmp_path: Path) -> None:
        with open(os.fsencode(tmp_path) + b"/caf\xe9.md", "wb") as file:
            file.write(b"---\ntitle: x\n---\n")
        (failure,) = JekyllReader(tmp_path)
        assert isinstance(failure, ImportFailure)
        assert failure.path.encode() == "caf\ufffd.md".encode()

    def test_a_bad_file_does_not_stop_the_rest(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            {"a.md": "---\n- a\n---\n", "b.md": "---\ntitle: B\n---\n", "c.md": b"---\n\xff\n---\n"},
        )
        assert [type(outcome) for outcome in JekyllReader(tmp_path)] == [
            ImportFailure,
            ImportedPost,
            ImportFailure,
        ]
