from pathlib import Path

import pytest

from .sources import read_header, warnings, write

# What Liquid makes of addresses when an article is rendered.
RENDERED = {
    "{{ site.baseurl }}/assets/a%20b.png": "/assets/a%20b.png",
    '{{ "/assets/a b.png" | relative_url }}': "/assets/a b.png",
    "{% link assets/a%20b.png %}": "/assets/a%20b.png",
}


class TestImages:
    def hero(self, root: Path, header: str, body: str = "Text") -> tuple[str, str, str, str]:
        hero = read_header(root, header, body).hero
        return (hero.address, hero.alt, hero.caption, hero.origin) if hero else ("", "", "", "")

    def test_the_header_names_the_hero(self, tmp_path: Path) -> None:
        header = (
            "header:\n  image: /a.png\n  image_description: Two people\n  caption: Photo\n  teaser: /t.png"
        )
        assert self.hero(tmp_path, header) == ("/a.png", "Two people", "Photo", "header.image")
        assert (
            self.hero(tmp_path, "header:\n  overlay_image: /o.png\n  teaser: /t.png")[3]
            == "header.overlay_image"
        )
        assert self.hero(tmp_path, "image: /i.png\nheader:\n  teaser: /t.png")[3] == "image"
        assert self.hero(tmp_path, "image:\n  path: /i.png\n  alt: A") == ("/i.png", "A", "", "image")
        assert self.hero(tmp_path, "header:\n  teaser: /t.png", "![B](b.png)")[3] == "header.teaser"

    def test_else_the_image_alone_at_the_start_of_the_body_is_it(self, tmp_path: Path) -> None:
        assert self.hero(tmp_path, "title: A", "![B](b.png)\n\nText") == ("b.png", "B", "", "body")
        assert self.hero(tmp_path, "title: A", "Text\n\n![B](b.png)") == ("", "", "", "")

    def test_a_header_without_an_image_says_so(self, tmp_path: Path) -> None:
        post = read_header(tmp_path, "header:\n  overlay_color: red")
        assert post.fates[0].fate == "kept in the front matter, not used"

    def test_all_images_are_listed_once_with_the_hero_first(self, tmp_path: Path) -> None:
        header = "header: {image: /h.png}\ngallery: [{image_path: /g.png, alt: G}, {url: /not-an-image/}]"
        post = read_header(tmp_path, header, "![A](a.png)\n\n![B](b.png)\n")
        assert [image.address for image in post.images] == ["/h.png", "/g.png", "a.png", "b.png"]
        assert [image.line for image in post.images] == [2, 3, 5, 7]

    def test_missing_alternative_text_and_missing_files_are_noted(self, tmp_path: Path) -> None:
        notes = warnings(read_header(tmp_path, "title: A", "![](/gone.png)"))
        assert notes == [
            "image /gone.png has no alternative text",
            "image /gone.png is not among the files of the source",
        ]

    @pytest.mark.parametrize(
        "address",
        [
            "/assets/a b.png", "/assets/a%20b.png", "assets/a b.png", "/blog/assets/a%20b.png?x=1#y", "../assets/a b.png",
            "https://old.example/blog/assets/a%20b.png", "{{ site.baseurl }}/assets/a%20b.png",
            '{{ "/assets/a b.png" | relative_url }}', "{% link assets/a%20b.png %}", "./beside.png", "beside.png",
        ],
    )  # fmt: skip
    def test_the_sites_own_images_are_found(self, tmp_path: Path, address: str) -> None:
        write(
            tmp_path,
            {
                "_config.yml": "baseurl: /blog\nurl: https://old.example",
                "assets/a b.png": b"1",
                "_posts/beside.png": b"2",
            },
        )
        post = read_header(tmp_path, "title: A", f"![A](<{address}>)\n", "_posts/2023-04-05-a.md")
        assert post.images[0].file is not None
        assert post.images[0].file.name in {"a b.png", "beside.png"}
        assert post.images[0].address == RENDERED.get(address, address)

    @pytest.mark.parametrize(
        "address",
        [
            "/../secret.png", "../../secret.png", "/..%2fsecret.png", "/link.png", "/folder/secret.png", "/.env", "/notes.txt",
            "/a.png%00.png", "file:///etc/passwd", "/" + "x" * 5000 + ".png", "..\\secret.png", "/loop.png", "C:/x.png",
        ],
    )  # fmt: skip
    def test_nothing_outside_the_root_and_nothing_but_images_is_found(
        self, tmp_path: Path, address: str
    ) -> None:
        write(tmp_path, {"secret.png": b"s", "site/.env": "KEY=1", "site/notes.txt": "x"})
        site = tmp_path / "site"
        (site / "link.png").symlink_to(tmp_path / "secret.png")
        (site / "folder").symlink_to(tmp_path, target_is_directory=True)
        (site / "loop.png").symlink_to(site / "loop.png")
        post = read_header(site, "title: A", f"![A](<{address}>)\n")
        assert post.images[0].file is None
        assert warnings(post)

    def test_remote_images_have_no_file_and_no_note(self, tmp_path: Path) -> None:
        post = read_header(tmp_path, "title: A", "![A](https://x.example/a.png)")
        assert (post.images[0].file, post.notes) == (None, [])
