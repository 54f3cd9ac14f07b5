import pytest

from articles import cards
from articles.cards import fonts

from .drawn import LATIN_ONLY, OF_OTHER_FONTS, REST, alike, column


def test_emoji_and_controls_are_left_out():
    assert fonts.drawable("🎉 Five years\nof\x00 coffee ☕️ 👩‍💻🇩🇪 1️⃣", LATIN_ONLY) == "Five years of coffee 1"


def test_letters_no_font_has_are_left_out():
    drawn = column("Hello 네트워킹 friends from Berlin", *REST, fonts=())
    assert alike(drawn, column("Hello friends from Berlin", *REST, fonts=()))


@pytest.mark.parametrize("title", [title for title in OF_OTHER_FONTS if "LinkedIn" not in title])
def test_without_fonts_a_title_of_another_script_gives_way_to_the_site_name(title):
    assert alike(column(title, *REST, fonts=()), column("", *REST, fonts=()))


def test_a_title_that_would_lose_most_of_its_letters_is_not_drawn():
    assert fonts.drawable("네트워킹 2024", LATIN_ONLY) == ""
    assert fonts.drawable("2024", LATIN_ONLY) == "2024"


def test_broken_font_files_are_as_none(tmp_path):
    font = tmp_path / "NanumGothicBold.ttf"
    font.write_bytes(b"not a font")
    assert fonts.find_fonts((tmp_path, tmp_path / "nowhere")) == (font,)
    assert cards.draw("네트워킹", *REST, [font]) == cards.draw("네트워킹", *REST, [])


@pytest.mark.parametrize("title", OF_OTHER_FONTS)
def test_other_scripts_are_drawn_where_a_font_of_the_machine_has_them(title):
    if fonts.drawable(title, fonts.faces_for([title])) != title:
        pytest.skip("No font of this machine has this script.")
    assert not alike(column(title, *REST), column("", *REST))
