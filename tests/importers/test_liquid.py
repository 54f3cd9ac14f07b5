from pathlib import Path

from .sources import read_header


class TestLiquid:
    def test_what_is_not_understood_is_noted_with_its_line(self, tmp_path: Path) -> None:
        body = "One\n{% assign x = 1 %}\n\n```\n{{ code }}\n```\n{% assign x = 1 %} {{ page.title }}\n"
        notes = [
            (note.severity, note.text, note.line) for note in read_header(tmp_path, "title: A", body).notes
        ]
        assert notes == [
            (
                "warning",
                "Liquid {% assign x = 1 %} is not understood: it stays in the text, readers do not see it",
                5,
            ),
            ("info", "Liquid {{ page.title }}", 10),
        ]

    def test_a_post_without_liquid_may_hold_braces(self, tmp_path: Path) -> None:
        assert read_header(tmp_path, "title: A\nrender_with_liquid: false", "{{ x }} {% y %}").notes == []

    def test_notes_are_bounded(self, tmp_path: Path) -> None:
        body = "".join(f"{{% tag{n} %}}\n" for n in range(500))
        assert len(read_header(tmp_path, "title: A", body).notes) < 50


def test_links_to_larger_pictures_of_a_gallery_are_told_with_their_line(tmp_path: Path) -> None:
    rows = "gallery:\n" + "".join(
        f"  - {{image_path: /{name}.png, alt: A, url: {url}}}\n"
        for name, url in [("a", "/big.png"), ("b", "/b.png"), ("c", "/about/")]
    )
    post = read_header(tmp_path, f"title: A\n{rows.rstrip()}", "One\n{% include gallery %}\n")
    notes = [(note.text, note.line) for note in post.notes if "larger" in note.text]
    assert notes == [("Liquid {% include gallery %}, without the links to larger pictures: /big.png", 9)]
