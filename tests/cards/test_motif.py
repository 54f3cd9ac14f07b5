import hashlib

import pytest
from PIL import ImageColor

from articles import cards, covers
from articles.cards import motif

from .drawn import REST, pixels

PARTS = [f"Part {number}" for number in range(12)]


def colours_of(title):
    image = motif.draw(title)
    return {colour for _count, colour in image.getcolors(image.width * image.height)}


def test_motif_goes_with_the_title():
    cut = (cards.WIDTH - motif.WIDTH, 0, cards.WIDTH, cards.HEIGHT)
    assert len({pixels(cards.draw(title, *REST)).crop(cut).tobytes() for title in PARTS}) == len(PARTS)


def test_spacing_and_normal_form_make_no_difference():
    assert motif.draw("Cafe\u0301  au lait\n") == motif.draw("Café au lait")


@pytest.mark.parametrize("title", ["Weak ties", *PARTS])
def test_palette_is_that_of_the_drawn_cover(title):
    palette = covers.palette_of(int(covers.seed_for(title), 16))
    drawn = colours_of(title)
    assert ImageColor.getrgb(palette.ground) in drawn
    assert len(drawn & set(map(ImageColor.getrgb, palette[1:]))) >= 2


def test_every_family_draws_some_title():
    families = {motif.family_of(int(covers.seed_for(f"Part {number}"), 16)) for number in range(60)}
    assert families == set(motif.FAMILIES)


def test_new_palettes_need_a_new_version():
    # Cards are kept under their names: raise VERSION when the covers' palettes change, then this digest.
    palettes = repr([tuple(palette) for palette in covers.PALETTES])
    digest = hashlib.blake2b(palettes.encode(), digest_size=8).hexdigest()
    assert (cards.VERSION, digest) == (1, "ac250810e952d003")
