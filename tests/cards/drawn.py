import io

from PIL import Image, ImageChops, ImageOps

from articles import cards
from articles.cards import motif
from articles.cards.column import LEFT, scheme_for
from articles.cards.fonts import INTER

LATIN_ONLY = (INTER,)
REST = ("Staying in touch", "Søren Ødegård", "Rapport", "#a33a20")
COVERED_BY_INTER = [
    "Weak ties",
    "Networking",
    "How to keep in touch without being a nuisance",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
    "Netzwerkveranstaltungsmanagement: Wie Mitarbeiterempfehlungsprogramme gelingen",
    "Jak rozmawiać z nieznajomymi i nie zwariować: przewodnik w ośmiu krokach",
    "Πώς να χτίσετε ένα επαγγελματικό δίκτυο από το μηδέν",
    "Как заводить полезные знакомства и не терять друзей",
    "Xây dựng mạng lưới quan hệ nghề nghiệp: những điều ít ai nói với bạn",
    "Is a €500 ticket worth it? “Yes” – l’été, ½ price…",
    "ÅÉÎ ẤỆ ỸỠ jÿ ÅÉÎ ẤỆ ỸỠ jÿ",
    "www.example.com/a-very-long/address/that-nobody-reads/at-all.html",
]
OF_OTHER_FONTS = [
    "처음 만난 사람에게 다시 연락하는 가장 자연스러운 방법",
    "人脈を広げるための、忙しい人のためのネットワーキング入門",
    "如何在行业会议上认识真正重要的人",
    "كيف تبني شبكة علاقات مهنية قوية في 2024 (دليل عملي)",
    "איך לבנות רשת קשרים מקצועית ב-LinkedIn בלי להתאמץ",
    "วิธีสร้างเครือข่ายมืออาชีพสำหรับคนเก็บตัว",
    "किसी अजनबी से बातचीत कैसे शुरू करें",
]
HOSTILE = [
    "",
    " \n\t\x00\x1f\x7f\u2028",
    "\ud800",
    "a\udfffb",
    "\u202eabc\u2066",
    "\u200d" * 500,
    "x" * 10_000,
    "W" * 10_000,
    "word " * 2_000,
    "n" * 40 + " word",
    "a\u200d" * 150,
    "漢" * 10_000,
    "ا" * 10_000,
    "🎉" * 10_000,
    "-" * 10_000,
    "a" + "\u0301" * 9_999,
    "a\u00ad" * 5_000,
    "\u00a0" * 5_000 + "a",
    "".join(map(chr, range(0x20, 0x2800))),
    "".join(map(chr, range(0x4E00, 0x9FFF, 2))),
]


def pixels(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def column(title, *rest, fonts=None):
    return pixels(cards.draw(title, *(rest or REST), fonts)).crop(
        (0, 0, cards.WIDTH - motif.WIDTH, cards.HEIGHT)
    )


def alike(one, other):
    # The 256 colours of a card are shared out between text and motif, so that shades at edges differ a little.
    return max(high for _low, high in ImageChops.difference(one, other).getextrema()) < 60


def ink_box(title, *rest):
    """Return the bounding box of what is drawn beside the motif, measured from the side where reading starts."""
    card = pixels(cards.draw(title, *(rest or REST)))
    ground = Image.new("RGB", card.size, scheme_for((rest or REST)[-1]).ground)
    drawn = ImageChops.difference(card, ground)
    if drawn.crop((0, 0, LEFT - 10, cards.HEIGHT)).getbbox():
        drawn = ImageOps.mirror(drawn)
    return drawn.crop((0, 0, cards.WIDTH - motif.WIDTH, cards.HEIGHT)).getbbox()
