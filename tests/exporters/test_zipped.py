import io
import tracemalloc
import zipfile

from articles.exporters.outcomes import ExportedFile, ExportFailure, ExportNote
from articles.exporters.zipped import zipped


def opened(found) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zipped(found))))
    assert archive.testzip() is None
    return archive


def test_files_of_both_kinds_come_out_as_they_went_in(tmp_path):
    (tmp_path / "big").write_bytes(bytes(range(256)) * 5_000)
    names = ["a.md", "첫/b.html", "c.png"]
    archive = opened(
        [
            *(ExportedFile(name, name.encode() * 100) for name in names),
            ExportedFile("d.jpg", tmp_path / "big"),
        ]
    )
    assert archive.namelist() == [*names, "d.jpg"]
    assert archive.read("첫/b.html") == "첫/b.html".encode() * 100
    assert archive.read("d.jpg") == (tmp_path / "big").read_bytes()
    assert archive.getinfo("d.jpg").compress_type == zipfile.ZIP_STORED
    assert archive.getinfo("a.md").compress_type == zipfile.ZIP_DEFLATED


def test_what_is_missing_is_named_within(tmp_path):
    archive = opened(
        [
            ExportedFile("gone.jpg", tmp_path / "gone"),
            ExportNote("a.md", "has no date"),
            ExportFailure("b.md", "is no text"),
            ExportedFile("c.md", b"c"),
        ]
    )
    assert archive.read("ERRORS.txt").decode() == "gone.jpg: No such file or directory\nb.md: is no text\n"
    assert archive.read("NOTES.txt").decode() == "a.md: has no date\n"
    assert archive.read("c.md") == b"c"


def test_an_archive_of_nothing_is_one():
    assert opened([]).namelist() == []


def test_a_large_archive_takes_little_memory(tmp_path):
    (tmp_path / "big.jpg").write_bytes(b"x" * 30_000_000)
    tracemalloc.start()
    files = [ExportedFile(f"{number}.jpg", tmp_path / "big.jpg") for number in range(3)]
    size = sum(len(piece) for piece in zipped(files))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 90_000_000
    assert most < 5_000_000
