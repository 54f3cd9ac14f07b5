import io
import random
import struct
import time
import zlib

import pytest
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageStat, PngImagePlugin

from articles import images

# Pillow warns of what it mends by itself, such as broken EXIF; that is no error of ours.
pytestmark = [
    pytest.mark.filterwarnings("ignore::UserWarning:PIL"),
    pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning"),
]

CENTRE = (0.5, 0.5)
SECRET = b"<script>alert(1)</script>"
GPS = 0x8825


def saved(picture, format_name, **options):
    buffer = io.BytesIO()
    picture.save(buffer, format_name, **options)
    return buffer.getvalue()


def opened(content):
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def gradient(width, height, mode="RGB"):
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (across, down, ImageChops.invert(across))).convert(mode)


def quadrants(width=80, height=40):
    """Red at the top left, green at the top right, blue at the bottom left, white at the bottom right."""
    picture = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width // 2 - 1, height // 2 - 1), "red")
    draw.rectangle((width // 2, 0, width, height // 2 - 1), "lime")
    draw.rectangle((0, height // 2, width // 2 - 1, height), "blue")
    return picture


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth=8, colour=0, extra=b"", pixels=b""):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + extra + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def black_png(width, height):
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(width + 1)) for _row in range(height))
    return png(width, height, pixels=rows + packer.flush())


def colour_distance(one, other):
    difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return max(ImageStat.Stat(difference).mean)


@pytest.mark.parametrize(
    ("source", "extension", "mime"),
    [
        ("JPEG", "jpg", "image/jpeg"),
        ("PNG", "png", "image/png"),
        ("WEBP", "jpg", "image/jpeg"),
        ("AVIF", "jpg", "image/jpeg"),
        ("GIF", "png", "image/png"),
    ],
)
def test_each_format_is_taken_and_re_encoded(source, extension, mime):
    picture = gradient(120, 80)
    prepared = images.prepare(saved(picture, source))
    kept = opened(prepared.content)
    assert (prepared.width, prepared.height) == kept.size == (120, 80)
    assert (prepared.extension, prepared.mime, kept.get_format_mimetype()) == (extension, mime, mime)
    assert colour_distance(kept, picture) < 12


def test_png_keeps_every_pixel():
    picture = gradient(90, 60)
    assert (
        ImageChops.difference(opened(images.prepare(saved(picture, "PNG")).content), picture).getbbox()
        is None
    )


def test_files_are_read_like_bytes():
    content = saved(gradient(30, 20), "PNG")
    assert images.prepare(io.BytesIO(content)) == images.prepare(content)


@pytest.mark.parametrize("source", ["WEBP", "AVIF", "PNG"])
def test_transparent_pictures_are_kept_as_png(source):
    picture = gradient(60, 40, "RGBA")
    picture.putalpha(Image.linear_gradient("L").resize((60, 40)))
    prepared = images.prepare(saved(picture, source))
    assert prepared.mime == "image/png"
    assert opened(prepared.content).getchannel("A").getextrema() == pytest.approx((0, 255), abs=12)


def test_alpha_channel_without_transparency_is_dropped():
    assert images.prepare(saved(gradient(60, 40, "RGBA"), "WEBP")).mime == "image/jpeg"


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("source", ["JPEG", "PNG", "WEBP"])
def test_pictures_are_stood_upright(orientation, source):
    upright = quadrants()
    turned = images._TURNS.get(orientation)
    undo = {
        Image.Transpose.ROTATE_90: Image.Transpose.ROTATE_270,
        Image.Transpose.ROTATE_270: Image.Transpose.ROTATE_90,
    }
    lying = upright.transpose(undo.get(turned, turned)) if turned is not None else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    prepared = images.prepare(saved(lying, source, exif=exif))
    assert (prepared.width, prepared.height) == (80, 40)
    assert colour_distance(opened(prepared.content), upright) < 6


def test_orientation_agrees_with_the_exif_standard():
    # Orientation 6: the first row of the file is the right side of the scene, so it is turned clockwise.
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = opened(images.prepare(saved(quadrants(), "PNG", exif=exif)).content)
    assert kept.size == (40, 80)
    assert kept.getpixel((35, 5)) == (255, 0, 0)


def with_secrets(source):
    picture = gradient(64, 48)
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[GPS] = {1: "N", 2: (48.0, 8.0, 13.0)}
    options = {"exif": exif, "xmp": SECRET}
    if source == "JPEG":
        options["comment"] = SECRET
    if source == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", SECRET.decode())
        notes.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        options = {"exif": exif, "pnginfo": notes}
    if source == "GIF":
        options = {"comment": SECRET}
    return saved(picture, source, **options) + SECRET + b"<?php PK\x03\x04"


@pytest.mark.parametrize("source", images.FORMATS)
def test_metadata_and_trailing_bytes_are_gone(source):
    upload = with_secrets(source)
    assert upload.count(SECRET) >= 2
    prepared = images.prepare(upload)
    made = [
        prepared.content,
        *(content for _name, content in images.renditions(prepared.content, "s", CENTRE)),
    ]
    for content in made:
        assert SECRET not in content
        assert b"script" not in content
        assert not opened(content).getexif()
        assert not {"exif", "xmp", "icc_profile", "comment", "Comment", "photoshop"} & set(
            opened(content).info
        )


def test_renditions_of_an_upload_that_was_not_prepared_hold_no_metadata_either():
    for _name, content in images.renditions(with_secrets("JPEG"), "s", CENTRE):
        assert SECRET not in content


def swapped_profile():
    """A profile whose red and green are exchanged, so that its effect is plain to see."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    entries = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * profile[131], 12)}
    red, green = entries[b"rXYZ"] + 4, entries[b"gXYZ"] + 4
    profile[red : red + 8], profile[green : green + 8] = profile[green : green + 8], profile[red : red + 8]
    return bytes(profile).replace(b"s\0R\0G\0B", b"o\0d\0d\0!").replace(b"sRGB", b"odd!")


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_colours_are_converted_to_srgb(mode):
    picture = Image.new("RGB", (20, 20), "red").convert(mode)
    if mode == "RGBA":
        picture.putpixel((0, 0), (0, 0, 0, 0))
    kept = opened(images.prepare(saved(picture, "PNG", icc_profile=swapped_profile())).content)
    assert kept.mode == mode
    assert "icc_profile" not in kept.info
    assert kept.convert("RGB").getpixel((10, 10)) == pytest.approx((0, 255, 0), abs=3)


@pytest.mark.parametrize("profile", [b"nonsense", b"\0" * 200, swapped_profile()[:150]])
def test_broken_profile_is_ignored(profile):
    picture = Image.new("RGB", (20, 20), (200, 30, 40))
    kept = opened(images.prepare(saved(picture, "PNG", icc_profile=profile)).content)
    assert kept.getpixel((5, 5)) == (200, 30, 40)


def test_cmyk_jpeg_becomes_rgb():
    picture = gradient(60, 40)
    kept = opened(images.prepare(saved(picture.convert("CMYK"), "JPEG", quality=95)).content)
    assert kept.mode == "RGB"
    assert colour_distance(kept, picture) < 6


def test_sixteen_bit_grey_keeps_its_shades():
    row = b"".join(struct.pack(">H", value) for value in (0, 0x4000, 0x8000, 0xFFFF))
    kept = opened(images.prepare(png(4, 1, depth=16, pixels=zlib.compress(b"\0" + row))).content)
    assert [kept.getpixel((x, 0))[0] for x in range(4)] == [0, 0x40, 0x80, 0xFF]


def test_palette_with_transparency_keeps_it():
    picture = Image.new("P", (20, 20), 0)
    picture.putpalette([255, 0, 0, 0, 0, 255])
    picture.paste(1, (10, 0, 20, 20))
    kept = opened(images.prepare(saved(picture, "PNG", transparency=0)).content)
    assert kept.getpixel((0, 0))[3] == 0
    assert kept.getpixel((15, 5)) == (0, 0, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_png_is_taken(mode):
    content = saved(Image.new(mode, (33, 21)), "PNG")
    assert images.prepare(content).width == 33


@pytest.mark.parametrize("source", ["GIF", "WEBP", "AVIF", "PNG"])
def test_of_moving_pictures_the_first_is_kept(source):
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "lime", "blue")]
    content = saved(frames[0], source, save_all=True, append_images=frames[1:], duration=50)
    kept = opened(images.prepare(content).content)
    assert getattr(kept, "n_frames", 1) == 1
    assert colour_distance(kept, frames[0]) < 6


def test_pictures_within_a_camera_file_are_taken():
    picture = gradient(64, 48)
    content = saved(picture, "MPO", save_all=True, append_images=[picture])
    assert images.prepare(content).mime == "image/jpeg"


def test_large_pictures_are_kept_smaller_but_in_shape():
    prepared = images.prepare(saved(gradient(6000, 4000), "JPEG", quality=60))
    assert prepared.width * prepared.height <= images.KEPT_PIXELS
    assert prepared.width / prepared.height == pytest.approx(1.5, abs=0.001)
    assert prepared.width > 3500


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
DISGUISED = {
    "svg": SVG,
    "html": b"<!doctype html><script>alert(1)</script>",
    "pdf": b"%PDF-1.7\n1 0 obj",
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "psd": b"8BPS\0\1" + bytes(6) + b"\0\3\0\0\0\x0a\0\0\0\x0a\0\x08\0\3" + bytes(40),
    "bmp": saved(gradient(8, 8), "BMP"),
    "tiff": saved(gradient(8, 8), "TIFF"),
    "ico": saved(gradient(16, 16), "ICO"),
    "jpeg 2000": saved(gradient(16, 16), "JPEG2000"),
    "ppm": saved(gradient(8, 8), "PPM"),
    "zip": b"PK\x03\x04" + bytes(100),
    "text": b"hello",
    "signature of PNG alone": b"\x89PNG\r\n\x1a\n",
    "signature of JPEG alone": b"\xff\xd8\xff",
    "signature of GIF alone": b"GIF89a",
    "signature of WebP before SVG": b"RIFF\xff\0\0\0WEBPVP8 " + SVG,
    "signature of AVIF alone": b"\0\0\0\x1cftypavif",
    "one byte": b"\0",
}


@pytest.mark.parametrize("content", DISGUISED.values(), ids=DISGUISED.keys())
def test_what_is_no_picture_of_ours_is_refused(content):
    with pytest.raises(images.ImageError) as caught:
        images.prepare(content)
    assert str(caught.value).endswith(".")


def test_polyglot_is_taken_for_its_pixels_alone():
    gif = saved(gradient(10, 10, "P"), "GIF") + b"*/=1;" + SVG
    assert SVG not in images.prepare(gif).content


def test_empty_file_is_named_empty():
    with pytest.raises(images.ImageError, match="empty"):
        images.prepare(b"")


def test_file_over_the_limit_is_refused_without_reading_it_all():
    class Endless:
        def __init__(self):
            self.given = 0

        def read(self, size):
            self.given += size
            return bytes(size)

    upload = Endless()
    with pytest.raises(images.ImageError, match="at most 20 MB"):
        images.prepare(upload)
    assert upload.given == images.MAX_BYTES + 1


@pytest.mark.parametrize(("width", "height"), [(13_000, 13_000), (5_000, 4_001), (2**31 - 1, 2**31 - 1)])
def test_pictures_of_too_many_pixels_are_refused_before_they_are_unpacked(width, height):
    content = (
        black_png(width, height) if width < 10_000 else png(width, height, pixels=zlib.compress(bytes(999)))
    )
    started = time.process_time()
    with pytest.raises(images.ImageError, match="megapixels"):
        images.prepare(content)
    assert time.process_time() - started < 0.5


def test_jpeg_of_too_many_pixels_is_refused():
    content = bytearray(saved(Image.new("L", (64, 64)), "JPEG"))
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = struct.pack(">HH", 20_000, 20_000)
    with pytest.raises(images.ImageError, match="at most 50 megapixels"):
        images.prepare(bytes(content))


def test_jpeg_of_endless_scans_is_refused_at_once():
    content = saved(gradient(640, 480), "JPEG", progressive=True)
    assert images.prepare(content)
    last = content.rindex(b"\xff\xda")
    with pytest.raises(images.ImageError, match="too long to read"):
        images.prepare(content[:last] + content[last:-2] * 100 + b"\xff\xd9")


JPEG, GIF = saved(gradient(64, 48), "JPEG"), saved(gradient(64, 48, "P"), "GIF")
PALETTE_END = 13 + 3 * 2 ** ((GIF[10] & 7) + 1)
TEDIOUS = {
    "JPEG segments": JPEG[:2] + b"\xff\xfe\0\2" * 500_000 + JPEG[2:],
    "JPEG filling": JPEG[:2] + b"\xff" * 2_000_000 + JPEG[2:],
    "JPEG segments between scans": JPEG[:-2] + b"\xff\xfe\0\2" * 500_000 + JPEG[-2:],
    "PNG chunks": png(1, 1, extra=chunk(b"aaAa", b"") * 200_000, pixels=zlib.compress(b"\0\0")),
    "GIF comments": GIF[:PALETTE_END] + b"!\xfe" + b"\1a" * 1_000_000 + b"\0" + GIF[PALETTE_END:],
}


@pytest.mark.parametrize("content", TEDIOUS.values(), ids=TEDIOUS.keys())
def test_files_of_countless_parts_are_refused_soon(content):
    started = time.process_time()
    with pytest.raises(images.ImageError, match="too long to read"):
        images.prepare(content)
    assert time.process_time() - started < 1


def test_png_of_many_small_parts_is_taken():
    content = saved(Image.effect_noise((2000, 2000), 90), "PNG")
    at = content.index(b"IDAT") - 4
    packed = b"".join(
        content[start + 8 : start + 8 + length] for start, length in idat_positions(content, at)
    )
    parts = b"".join(chunk(b"IDAT", packed[start : start + 1024]) for start in range(0, len(packed), 1024))
    assert images.prepare(content[:at] + parts + chunk(b"IEND", b"")).width == 2000


def idat_positions(content, start):
    while content[start + 4 : start + 8] == b"IDAT":
        length = int.from_bytes(content[start : start + 4], "big")
        yield start, length
        start += length + 12


def test_appended_video_does_not_count_as_scans():
    content = saved(gradient(64, 48), "JPEG", progressive=True)
    assert images.prepare(content + b"\xff\xda" * 1000)


def test_gif_of_a_hundred_thousand_frames_costs_one():
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    content = (
        b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\xff\0\0\0\0\xff" + frame * 100_000 + b"\x3b"
    )
    started = time.process_time()
    assert images.prepare(content).width == 1
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\0", SECRET]
)
def test_broken_exif_is_overlooked(exif):
    assert images.prepare(saved(gradient(40, 30), "JPEG", exif=exif)).width == 40


@pytest.mark.parametrize("size", [(1, 1), (1, 20_000), (20_000, 1), (3, 2)])
@pytest.mark.parametrize("source", ["PNG", "JPEG"])
def test_odd_shapes_work_from_upload_to_renditions(size, source):
    prepared = images.prepare(saved(Image.new("RGB", size, "teal"), source))
    assert (prepared.width, prepared.height) == size
    assert len(list(images.renditions(prepared.content, "s", (1, 0)))) >= 3 * len(images.ENCODINGS)


@pytest.mark.parametrize("source", images.FORMATS)
def test_cut_files_are_pictures_or_one_error(source):
    content = saved(gradient(70, 50), source)
    for length in range(0, len(content) - 1, max(1, len(content) // 60)):
        take_or_refuse(content[:length])


@pytest.mark.parametrize("source", images.FORMATS)
def test_scrambled_files_are_pictures_or_one_error(source):
    rng = random.Random(source)
    clean = with_secrets(source)
    for _round in range(150):
        content = bytearray(clean)
        for _change in range(rng.choice([1, 2, 8, 40])):
            content[rng.randrange(len(content))] = rng.choice([0, 255, 127, 128, rng.randrange(256)])
        take_or_refuse(bytes(content))


def take_or_refuse(content):
    try:
        prepared = images.prepare(content)
    except images.ImageError as error:
        assert str(error).endswith(".")  # noqa: PT017
    else:
        assert opened(prepared.content).size == (prepared.width, prepared.height)


@pytest.mark.parametrize(
    ("size", "names"),
    [
        ((3000, 2000), ["400", "800", "1200", "1600", "card-400", "card-800", "card-1200", "square-160"]),
        ((1260, 750), ["400", "800", "1200", "card-400", "card-800", "card-1200", "square-160"]),
        ((900, 600), ["400", "800", "1200", "card-400", "card-800", "card-1200", "square-160"]),
        ((800, 450), ["400", "800", "card-400", "card-800", "square-160"]),
        ((420, 300), ["400", "card-400", "square-160"]),
        ((20, 20), ["400", "card-400", "square-160"]),
    ],
)
def test_only_renditions_worth_making_are_available(size, names):
    assert [spec.name for spec in images.available(*size)] == names


def test_renditions_are_never_larger_than_the_original():
    for width, height in [(1, 1), (399, 10), (1000, 5000), (1700, 1), (5000, 3000)]:
        for spec in images.RENDITIONS:
            made = images.rendition_size(width, height, spec)
            assert 1 <= made[0] <= min(width, spec.width)
            assert 1 <= made[1] <= height


def test_long_pictures_have_renditions_of_bounded_height():
    for spec in images.BODY:
        assert images.rendition_size(800, 15_000, spec)[1] <= images.TALLEST * spec.width


def test_names_hold_the_focal_point_only_where_it_matters():
    body, card = images.BODY[0], images.CARD[0]
    assert images.rendition_name("images/ab12", body, (0.2, 0.7), "avif") == "images/ab12-400.avif"
    assert images.rendition_name("images/ab12", card, (0.2, 0.7), "jpg") == "images/ab12-card-400-20x70.jpg"
    assert images.rendition_name("s", card, (-3, 1.7), "jpg") == images.rendition_name(
        "s", card, (0, 1), "jpg"
    )


def test_names_of_all_renditions_differ():
    names = [
        images.rendition_name("s", spec, CENTRE, encoding.extension)
        for spec in images.RENDITIONS
        for encoding in images.ENCODINGS
    ]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("size", [(2250, 1500), (1260, 750), (300, 700), (1000, 4000)])
def test_renditions_have_the_names_and_sizes_that_were_computed(size):
    focal_point = (0.3, 0.6)
    made = dict(images.renditions(saved(gradient(*size), "PNG"), "s", focal_point))
    expected = {
        images.rendition_name("s", spec, focal_point, encoding.extension): (
            encoding.mime,
            images.rendition_size(*size, spec),
        )
        for spec in images.available(*size)
        for encoding in images.ENCODINGS
    }
    found = {
        name: (opened(content).get_format_mimetype(), opened(content).size) for name, content in made.items()
    }
    assert found == expected


def test_scaling_looks_like_the_original():
    original = gradient(1600, 1000)
    made = dict(images.renditions(saved(original, "PNG"), "s", CENTRE))
    for name in ("s-800.jpg", "s-800.avif"):
        assert colour_distance(opened(made[name]), original.resize((800, 500))) < 3


@pytest.mark.parametrize(
    ("focal_point", "colour"),
    [((0, 0.5), (255, 0, 0)), ((0.5, 0.5), (0, 255, 0)), ((1, 0.5), (0, 0, 255)), ((9, -9), (0, 0, 255))],
)
def test_crops_keep_the_focal_point_in_view(focal_point, colour):
    wide = Image.new("RGB", (900, 200), "red")
    wide.paste("lime", (300, 0, 600, 200))
    wide.paste("blue", (600, 0, 900, 200))
    made = dict(images.renditions(saved(wide, "PNG"), "s", focal_point))
    [square] = [content for name, content in made.items() if "square" in name and name.endswith("jpg")]
    assert opened(square).getpixel((80, 80)) == pytest.approx(colour, abs=12)


def test_transparent_pictures_lie_on_white_where_a_format_knows_no_alpha():
    picture = Image.new("RGBA", (500, 400), (0, 0, 0, 0))
    picture.paste((255, 255, 255, 255), (100, 100, 400, 300))
    made = dict(images.renditions(saved(picture, "PNG"), "s", CENTRE))
    # White on nothing becomes white throughout; the black of transparent pixels must not bleed into edges.
    assert opened(made["s-400.jpg"]).convert("L").getextrema()[0] > 250
    assert opened(made["s-400.avif"]).getpixel((5, 5))[3] == 0
    assert opened(made["s-400.avif"]).getpixel((200, 160)) == pytest.approx((255, 255, 255, 255), abs=3)


def test_damaged_originals_have_no_renditions():
    with pytest.raises(images.ImageError):
        list(images.renditions(saved(gradient(70, 50), "JPEG")[:300], "s", CENTRE))


def test_picture_names_every_candidate_with_its_true_width():
    shown = images.picture("s", 1260, 750, CENTRE)
    assert [source.mime for source in shown.sources] == ["image/avif", "image/jpeg"]
    assert shown.sources[0].candidates == (("s-400.avif", 400), ("s-800.avif", 800), ("s-1200.avif", 1200))
    assert (shown.fallback, shown.width, shown.height) == ("s-1200.jpg", 1200, 714)


def test_picture_of_a_small_original_names_its_own_width():
    shown = images.picture("s", 900, 600, CENTRE)
    assert [candidate.width for candidate in shown.sources[-1].candidates] == [400, 800, 900]


def test_picture_falls_back_to_a_moderate_size():
    assert images.picture("s", 4000, 3000, CENTRE).fallback == "s-1200.jpg"


@pytest.mark.parametrize("specs", [images.BODY, images.CARD, images.PORTRAIT])
@pytest.mark.parametrize("size", [(2250, 1500), (900, 600), (1, 1), (300, 5000)])
def test_picture_names_only_renditions_that_are_made(size, specs):
    made = dict(images.renditions(saved(gradient(*size), "PNG"), "s", (0.1, 0.9)))
    shown = images.picture("s", *size, (0.1, 0.9), specs)
    for source in shown.sources:
        assert source.candidates
        for candidate in source.candidates:
            assert opened(made[candidate.name]).width == candidate.width
    assert opened(made[shown.fallback]).size == (shown.width, shown.height)


def test_upload_of_a_photograph_takes_few_seconds():
    noise = Image.effect_noise((2250, 1500), 40)
    photograph = ImageChops.blend(gradient(2250, 1500), Image.merge("RGB", (noise, noise, noise)), 0.3)
    content = saved(photograph, "JPEG", quality=90)
    started = time.process_time()
    prepared = images.prepare(content)
    assert list(images.renditions(prepared.content, "s", CENTRE))
    assert time.process_time() - started < 4
