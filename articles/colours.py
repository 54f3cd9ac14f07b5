"""Colours that can be read: contrast as WCAG 2.2 defines it."""

TEXT_CONTRAST = 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio, 1 to 21, of two colours written as #rrggbb. Source: WCAG 2.2, relative luminance."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, paper: str) -> str:
    """Return `colour`, moved towards black or white as little as text of that colour on `paper` needs."""
    pole = "#000000" if luminance(paper) > 0.18 else "#ffffff"
    for step in range(0, 101, 2):
        candidate = mix(colour, pole, step / 100)
        if contrast(candidate, paper) >= TEXT_CONTRAST:
            return candidate
    return pole


def soft(colour: str, paper: str) -> str:
    """Return a tint of `colour` fit to lie behind text on `paper`."""
    return mix(paper, colour, 0.1)


def mix(one: str, other: str, share: float) -> str:
    """Return the colour that has `share` (0 to 1) of `other` and the rest of `one`."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def luminance(colour: str) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def channels(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
