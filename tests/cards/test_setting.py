import pytest

from articles.cards.column import LEFT, RIGHT, SIZES, SMALL
from articles.cards.setting import MAX_LINES, Setter

from .drawn import LATIN_ONLY


def lines_of(title, faces=LATIN_ONLY):
    return Setter(faces, 700, RIGHT - LEFT).fit(title, 310, SIZES)


def test_short_titles_are_larger_than_long_ones():
    sizes = [lines_of("Keep in touch with people " * times)[0] for times in (1, 2, 4)]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3


def test_lines_are_alike_in_length_and_end_at_good_places():
    assert lines_of("Introverts at conferences: a survival guide")[1] == [
        "Introverts",
        "at conferences:",
        "a survival guide",
    ]
    assert not any(
        line.startswith("—") for line in lines_of("Отдых — это труд — это отдых — это снова труд")[1]
    )
    assert lines_of("Warum tut das weh\u00a0? Und wem")[1][0] != "Warum tut das weh"


def test_japanese_lines_end_where_phrases_do():
    assert lines_of("人脈を広げるための、忙しい人のためのネットワーキング入門")[1] == [
        "人脈を広げるための、",
        "忙しい人のための",
        "ネットワーキング入門",
    ]


def test_a_word_wider_than_the_card_is_broken_between_syllables():
    _size, lines = lines_of("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen")
    assert [line.rstrip("-") for line in lines] == [
        "Donaudampf",
        "schifffahrtsgesell",
        "schaftskapitäns",
        "mützenabzeichen",
    ]


def test_a_soft_hyphen_says_where_a_word_may_be_broken():
    assert lines_of("Mitarbeiter\u00adempfehlungs\u00adprogramme")[1][0] in {
        "Mitarbeiter-",
        "Mitarbeiterempfehlungs-",
    }
    assert lines_of("Netz\u00adwerk")[1] == ["Netzwerk"]


def test_a_title_that_is_too_long_is_cut_after_a_word():
    size, lines = lines_of("networking " * 40)
    assert size == SIZES[-1]
    assert len(lines) == MAX_LINES
    assert {word for line in lines for word in line.split()} == {"networking", "networking…"}


@pytest.mark.parametrize("count", [39, 40, 41])
def test_a_first_word_that_leaves_no_room_for_the_dots_is_broken(count):
    _size, (line,) = Setter(LATIN_ONLY, 600, RIGHT - LEFT).fit("n" * count + " word", SMALL, (SMALL,))
    assert line.endswith("n…")
    assert 37 <= line.count("n") <= count


def test_what_no_line_can_hold_is_not_set():
    assert lines_of("a\u200d" * 150)[1] == []
