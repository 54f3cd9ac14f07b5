import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageColor

from articles import cards
from articles.cards import fonts, motif
from articles.cards.column import BOTTOM, LEFT, RIGHT, RIM, RISE, TOP, scheme_for

from .drawn import COVERED_BY_INTER, HOSTILE, OF_OTHER_FONTS, column, ink_box, pixels


@pytest.mark.parametrize("title", [*COVERED_BY_INTER, *OF_OTHER_FONTS])
def test_text_stays_in_its_box_and_is_not_clipped(title):
    for texts in ((title, title, title, title), (title, "", "", title)):
        left, top, right, bottom = ink_box(*texts, "#a33a20")
        assert left >= LEFT - 2
        assert right <= RIGHT + 2
        # Accents and tails reach a little further, but never as far as they would be clipped.
        assert top > TOP - RISE
        assert bottom < BOTTOM + RISE


@pytest.mark.parametrize("title", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_the_title_a_card_is_drawn_soon_and_nothing_leaves_the_box(title):
    started = time.process_time()
    left, top, right, bottom = ink_box(title, title, title, "Rapport", "#a33a20")
    assert time.process_time() - started < 1
    assert left >= LEFT - RIM
    assert right <= RIGHT + RIM
    assert top >= TOP - RISE
    assert bottom <= BOTTOM + RISE


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@given(st.integers(0, 0xFFFFFF))
def test_all_text_can_be_read_whatever_the_accent(number):
    scheme = scheme_for(f"#{number:06x}")
    for colour in (scheme.ink, scheme.quiet, scheme.accent):
        darker, lighter = sorted((luminance(colour), luminance(scheme.ground)))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5


@pytest.mark.parametrize("accent", ["#ffff00", "#ffffff", "#000000", "#a33a20", "#808080"])
def test_colours_are_drawn_as_chosen(accent):
    scheme = scheme_for(accent)
    drawn = column("Weak ties", "Ties", "", "", accent)
    category = drawn.crop((0, 0, drawn.width, TOP + 30))
    assert drawn.getpixel((3, 3)) == ImageColor.getrgb(scheme.ground)
    wanted = ImageColor.getrgb(scheme.accent)
    distances = (
        max(abs(a - b) for a, b in zip(colour, wanted, strict=True)) for _n, colour in category.getcolors()
    )
    assert min(distances) <= 6


def test_accent_that_can_be_read_is_left_alone():
    assert scheme_for("#a33a20").accent == "#a33a20"
    assert scheme_for("#ffff00").accent == "#ffff00"


def test_what_is_read_from_the_right_is_set_from_the_right():
    if not fonts.drawable("שלום", fonts.faces_for(["שלום"])):
        pytest.skip("No font of this machine has Hebrew.")
    card = pixels(cards.draw("שלום", "", "", "", "#a33a20"))
    ground = Image.new("RGB", card.size, scheme_for("#a33a20").ground)
    left, _top, right, _bottom = (
        ImageChops.difference(card, ground).crop((motif.WIDTH, 0, 1200, 630)).getbbox()
    )
    assert right + motif.WIDTH >= cards.WIDTH - LEFT - RIM
    assert left + motif.WIDTH > cards.WIDTH / 2
