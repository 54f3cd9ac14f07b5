from articles.cards import runs

from .drawn import LATIN_ONLY


def test_mixed_directions_stand_in_the_order_of_the_eye():
    def seen(line, from_right):
        return [run.text for run in runs.split(line, LATIN_ONLY, from_right)]

    assert seen("שלום AI 2024!", True) == ["!", "AI 2024", "שלום "]
    assert seen("AI: שלום 50% עולם, today", False) == ["AI: ", " עולם", "50%", "שלום ", ", today"]
    assert seen("עלה ב-3.5%", True) == ["3.5%", "עלה ב-"]
