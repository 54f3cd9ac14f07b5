"""Turn uploads into safe originals and originals into renditions: verify, orient, strip, crop, encode.

Nothing here touches storage or models: bytes and numbers come in, bytes and names go out.
"""

import io
import math
import re
import struct
import threading
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, BinaryIO, NamedTuple, TypeVar

from PIL import Image, ImageCms, UnidentifiedImageError

# The allowlist is of contents: a name or a Content-Type proves nothing.
FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "GIF")
MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000
# Pillow's other decoders hold up to four copies of the pixels, JPEG's one; both bounds end near 400 MB.
MAX_PIXELS_UNLESS_JPEG = 20_000_000
# Larger pictures are kept at this size, that of a 4K screen: twice what the widest rendition needs.
KEPT_PIXELS = 8_300_000
# A progressive JPEG may repeat full scans thousands of times; cameras and editors write about ten.
MAX_JPEG_SCANS = 64
MAX_JPEG_SEGMENTS = 5_000
# Pillow's parsers loop in Python over parts as small as a byte; honest files need a few thousand reads.
MAX_READS = 100_000
# A rendition is at most so many times as tall as its spec is wide: long screenshots stay affordable.
TALLEST = 2
# A wider rendition must add this much, or browsers would choose between two of one size.
LEAST_GAIN = 1.1

FocalPoint = tuple[float, float]
T = TypeVar("T")


class ImageError(ValueError):
    """Say in one sentence, fit for an editor's form, why a picture cannot be used.

    A form can translate it: `template` % `values`.
    """

    def __init__(self, template: str, **values: int) -> None:
        self.template, self.values = template, values
        super().__init__(template % values)


def gettext_noop(text: str) -> str:
    """Mark a sentence for translators; whoever shows it translates it."""
    return text


class Spec(NamedTuple):
    name: str
    width: int
    ratio: tuple[int, int] | None = None


BODY = (Spec("400", 400), Spec("800", 800), Spec("1200", 1200), Spec("1600", 1600))
CARD = tuple(Spec(f"card-{width}", width, (16, 9)) for width in (400, 800, 1200))
PORTRAIT = (Spec("square-160", 160, (1, 1)),)
RENDITIONS = BODY + CARD + PORTRAIT
FALLBACK_WIDTH = 1200


class Encoding(NamedTuple):
    extension: str
    mime: str
    options: dict[str, Any]


# Best first; the last is the one every browser reads. AVIF at speed 6 takes three times as long for 5 % less.
ENCODINGS = (
    Encoding("avif", "image/avif", {"format": "AVIF", "quality": 60, "speed": 8}),
    Encoding("jpg", "image/jpeg", {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True}),
)
# What is kept of an upload: photographs as JPEG without loss of colour detail, drawings as PNG.
# Neither is progressive nor optimised: for that libjpeg buffers every coefficient of the picture.
KEPT_JPEG = Encoding("jpg", "image/jpeg", {"format": "JPEG", "quality": 92, "subsampling": 0})
KEPT_PNG = Encoding("png", "image/png", {"format": "PNG", "compress_level": 4})


@dataclass(frozen=True)
class Prepared:
    content: bytes
    extension: str
    width: int
    height: int
    mime: str


class Candidate(NamedTuple):
    name: str
    width: int


class Source(NamedTuple):
    mime: str
    candidates: tuple[Candidate, ...]


class Picture(NamedTuple):
    """What a `<picture>` needs: sources best first (the last is the `<img>`'s own) and its fallback."""

    sources: tuple[Source, ...]
    fallback: str
    width: int
    height: int


class _BoundedFile(io.BytesIO):
    reads = 0

    def read(self, size: int | None = -1) -> bytes:
        self.reads += 1
        if self.reads > MAX_READS:
            raise ImageError(_TOO_LONG)
        return super().read(size)


# What Pillow's readers have been seen to raise on broken files, beside its own errors.
_PILLOW_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    EOFError,
    MemoryError,
    RuntimeError,
    struct.error,
    zlib.error,
)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SRGB = ImageCms.createProfile("sRGB")
_TOO_LONG = gettext_noop("This picture is built in a way that takes too long to read; please save it anew.")
# A marker that means something inside a JPEG: not a stuffed zero, filling, restart or stand-alone one.
_JPEG_MARKER = re.compile(rb"\xff([\x02-\xcf\xd9-\xfe])")
_one_at_a_time = threading.Lock()


def prepare(upload: bytes | BinaryIO) -> Prepared:
    """Verify an upload by its content and re-encode it upright, in sRGB, with pixels and nothing else.

    JPEG stays JPEG and PNG stays PNG; of a GIF the first frame is kept as PNG; WebP and AVIF, which
    not every feed reader shows, become JPEG, or PNG if anything in them is transparent. Pictures of more
    than KEPT_PIXELS are scaled down to that. Raises ImageError.
    """
    return _in_darkroom(_prepare, _read(upload))


def renditions(content: bytes, stem: str, focal_point: FocalPoint) -> list[tuple[str, bytes]]:
    """Return (name, bytes) of every available rendition in every encoding. Raises ImageError."""
    return _in_darkroom(_renditions, content, stem, focal_point)


def rendition_name(stem: str, spec: Spec, focal_point: FocalPoint, extension: str) -> str:
    """Compute a rendition's name; that of a cropped one holds the focal point in percent."""
    if spec.ratio is None:
        return f"{stem}-{spec.name}.{extension}"
    x, y = _percent(focal_point)
    return f"{stem}-{spec.name}-{x}x{y}.{extension}"


def rendition_size(width: int, height: int, spec: Spec) -> tuple[int, int]:
    """Return width and height of the rendition of an original of this size; never larger than it."""
    across, down = _crop_size(width, height, spec.ratio)
    scale = min(1, spec.width / across, TALLEST * spec.width / down)
    return max(1, round(across * scale)), max(1, round(down * scale))


def available(width: int, height: int, specs: Sequence[Spec] = RENDITIONS) -> list[Spec]:
    """Return the specs worth making for an original of this size: of each ratio at least the smallest.

    The last may be narrower than its spec says, since nothing is scaled up. Specs of one ratio must
    come in order of width.
    """
    widest: dict[tuple[int, int] | None, int] = {}
    chosen = []
    for spec in specs:
        made = rendition_size(width, height, spec)[0]
        if made > LEAST_GAIN * widest.get(spec.ratio, 0):
            chosen.append(spec)
            widest[spec.ratio] = made
    return chosen


@lru_cache(maxsize=2_000)
def picture(
    stem: str, width: int, height: int, focal_point: FocalPoint, specs: Sequence[Spec] = BODY
) -> Picture:
    """Describe the `<picture>` of an original of this size, all specs of one ratio, without any file."""
    made = [(spec, rendition_size(width, height, spec)) for spec in available(width, height, specs)]
    sources = tuple(
        Source(
            encoding.mime,
            tuple(
                Candidate(rendition_name(stem, spec, focal_point, encoding.extension), size[0])
                for spec, size in made
            ),
        )
        for encoding in ENCODINGS
    )
    fallback, size = next((pair for pair in reversed(made) if pair[0].width <= FALLBACK_WIDTH), made[0])
    name = rendition_name(stem, fallback, focal_point, ENCODINGS[-1].extension)
    return Picture(sources, name, *size)


def _in_darkroom(work: Callable[..., T], *arguments: object) -> T:
    """Do the work with pixels for one picture at a time, so that many uploads need no more memory than one.

    It is done in a thread of its own because the C library keeps freed memory for each thread apart: eight
    server threads that did this themselves, even in turn, held 1.6 GB where this holds 0.5 GB.
    """
    with _one_at_a_time, ThreadPoolExecutor(1, "darkroom") as darkroom:
        try:
            return darkroom.submit(work, *arguments).result()
        except ImageError:
            raise
        except _BOMBS as error:
            raise _too_many_pixels(MAX_PIXELS) from error
        except _PILLOW_ERRORS as error:
            raise ImageError(
                gettext_noop("This picture is damaged or incomplete and cannot be read.")
            ) from error


def _prepare(content: bytes) -> Prepared:
    pixels, source_format = _decode(content)
    kept = _kept_encoding(source_format, pixels)
    return Prepared(_encode(pixels, kept), kept.extension, *pixels.size, kept.mime)


def _renditions(content: bytes, stem: str, focal_point: FocalPoint) -> list[tuple[str, bytes]]:
    original, _format = _decode(content)
    made = []
    for spec in available(*original.size):
        box = _crop_box(*original.size, spec.ratio, focal_point)
        pixels = _scale(original, rendition_size(*original.size, spec), box)
        for encoding in ENCODINGS:
            name = rendition_name(stem, spec, focal_point, encoding.extension)
            made.append((name, _encode(pixels, encoding)))
    return made


def _too_many_pixels(limit: int) -> ImageError:
    template = gettext_noop("This picture has too many pixels: at most %(limit)d megapixels are accepted.")
    return ImageError(template, limit=limit // 1_000_000)


def _read(upload: bytes | BinaryIO) -> bytes:
    content = upload if isinstance(upload, bytes) else upload.read(MAX_BYTES + 1)
    if not content:
        raise ImageError(gettext_noop("This file is empty."))
    if len(content) > MAX_BYTES:
        template = gettext_noop("This file is too large: at most %(limit)d MB are accepted.")
        raise ImageError(template, limit=MAX_BYTES // 1_000_000)
    return content


def _open(content: bytes) -> Image.Image:
    try:
        opened = Image.open(_BoundedFile(content), formats=FORMATS)
    except UnidentifiedImageError as error:
        template = gettext_noop(
            "This is no picture we can use: please choose a JPEG, PNG, WebP, AVIF or GIF."
        )
        raise ImageError(template) from error
    is_jpeg = opened.format in {"JPEG", "MPO"}
    limit = MAX_PIXELS if is_jpeg else MAX_PIXELS_UNLESS_JPEG
    if opened.width * opened.height > limit:
        raise _too_many_pixels(limit)
    if is_jpeg:
        _check_scans(content)
    return opened


def _check_scans(content: bytes) -> None:
    scans = segments = 0
    position = 2
    while (marker := _JPEG_MARKER.search(content, position)) and marker[1] != b"\xd9":
        segments += 1
        scans += marker[1] == b"\xda"
        if scans > MAX_JPEG_SCANS or segments > MAX_JPEG_SEGMENTS:
            raise ImageError(_TOO_LONG)
        position = marker.end() + int.from_bytes(content[marker.end() : marker.end() + 2], "big")


def _decode(content: bytes) -> tuple[Image.Image, str]:
    opened = _open(content)
    source_format = opened.format or ""
    size = _kept_size(*opened.size)
    opened.draft(None, size)
    opened.load()
    orientation = _orientation(opened)
    profile = opened.info.get("icc_profile")
    pixels = _plain_mode(opened)
    if pixels.size != size:
        pixels = _scale(pixels, size)
    pixels = _in_srgb(pixels, profile)
    if orientation in _TURNS:
        pixels = pixels.transpose(_TURNS[orientation])
    # Encoders write what they find here: comments, profiles, resolution.
    pixels.info = {}
    return pixels, source_format


def _kept_size(width: int, height: int) -> tuple[int, int]:
    scale = min(1, math.sqrt(KEPT_PIXELS / (width * height)))
    return max(1, int(width * scale)), max(1, int(height * scale))


def _orientation(opened: Image.Image) -> object:
    try:
        return opened.getexif().get(_ORIENTATION)
    except _PILLOW_ERRORS:
        return None  # a picture with broken EXIF is shown as its pixels lie


def _plain_mode(opened: Image.Image) -> Image.Image:
    """Return the pixels as RGB, RGBA or, since only its profile can say what it means, CMYK."""
    if opened.mode.startswith("I"):
        return opened.point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if not opened.has_transparency_data:
        return opened if opened.mode == "CMYK" else opened.convert("RGB")
    with_alpha = opened.convert("RGBA")
    opaque = with_alpha.getchannel("A").getextrema() == (255, 255)
    return with_alpha.convert("RGB") if opaque else with_alpha


def _in_srgb(pixels: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if pixels.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if "srgb" not in ImageCms.getProfileDescription(source).lower():
                return ImageCms.profileToProfile(pixels, source, _SRGB, outputMode=mode) or pixels
        except (ImageCms.PyCMSError, *_PILLOW_ERRORS):
            pass  # a profile that cannot be read says nothing about the colours
    return pixels.convert(mode)


def _kept_encoding(source_format: str, pixels: Image.Image) -> Encoding:
    return KEPT_PNG if source_format in {"PNG", "GIF"} or pixels.mode == "RGBA" else KEPT_JPEG


def _encode(pixels: Image.Image, encoding: Encoding) -> bytes:
    if pixels.mode == "RGBA" and encoding.extension == "jpg":
        paper = Image.new("RGB", pixels.size, "white")
        paper.paste(pixels, mask=pixels)
        pixels = paper
    buffer = io.BytesIO()
    pixels.save(buffer, **encoding.options)
    return buffer.getvalue()


def _scale(
    pixels: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float] | None = None
) -> Image.Image:
    # Alpha is multiplied in here, not by Pillow, which would then ignore `reducing_gap`.
    if pixels.mode == "RGBA":
        return _scale(pixels.convert("RGBa"), size, box).convert("RGBA")
    return pixels.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def _crop_size(width: int, height: int, ratio: tuple[int, int] | None) -> tuple[float, float]:
    if ratio is None:
        return width, height
    across, down = ratio
    crop_width = min(width, height * across / down)
    return crop_width, crop_width * down / across


def _crop_box(
    width: int, height: int, ratio: tuple[int, int] | None, focal_point: FocalPoint
) -> tuple[float, float, float, float]:
    """Return the box of this ratio that is as large as possible and nearest to the focal point."""
    crop_width, crop_height = _crop_size(width, height, ratio)
    x, y = _percent(focal_point)
    left = min(max(0, width * x / 100 - crop_width / 2), width - crop_width)
    top = min(max(0, height * y / 100 - crop_height / 2), height - crop_height)
    return left, top, left + crop_width, top + crop_height


def _percent(focal_point: FocalPoint) -> tuple[int, int]:
    x, y = (round(100 * min(max(part, 0), 1)) for part in focal_point)
    return x, y
