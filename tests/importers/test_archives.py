import gzip
import io
import stat
import struct
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from articles.importers import archives
from articles.importers.archives import opened, unpack
from articles.importers.base import ReadError

FILES = {
    "_config.yml": b"title: Old",
    "_posts/2023-04-05-a.md": b"---\ntitle: A\n---\nText\n",
    "ü/é.md": b"x",
}


def make_zip(path: Path, files: dict[str, bytes], **attributes: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            row = zipfile.ZipInfo("placeholder")
            row.filename, row.compress_type = name, zipfile.ZIP_DEFLATED
            for key, value in attributes.items():
                setattr(row, key, value)
            archive.writestr(row, content)
    return path


def make_tar(path: Path, files: dict[str, bytes], kind: bytes = tarfile.REGTYPE, mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            row = tarfile.TarInfo(name)
            row.size, row.type, row.linkname = len(content) if kind == tarfile.REGTYPE else 0, kind, "target"
            archive.addfile(row, io.BytesIO(content))
    return path


def contents(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


MAKERS = [make_zip, make_tar, lambda path, files: make_tar(path, files, mode="w")]


class TestHonestArchives:
    @pytest.mark.parametrize("make", MAKERS)
    def test_an_archive_is_the_folder_it_was_made_of(self, tmp_path: Path, make: Callable) -> None:
        with opened(make(tmp_path / "upload", FILES)) as root:
            assert contents(root) == FILES
        assert not root.exists()

    @pytest.mark.parametrize("make", MAKERS)
    def test_one_folder_around_everything_is_stepped_into(self, tmp_path: Path, make: Callable) -> None:
        files = {f"site-main/{name}": content for name, content in FILES.items()}
        litter = {"__MACOSX/site-main/._a.md": b"x", "site-main/.DS_Store": b"x"}
        with opened(make(tmp_path / "upload", files | litter)) as root:
            assert root.name == "site-main"
            assert contents(root) == FILES

    def test_a_folder_of_posts_is_no_wrapping(self, tmp_path: Path) -> None:
        with opened(make_zip(tmp_path / "a.zip", {"_posts/2023-04-05-a.md": b"x"})) as root:
            assert contents(root) == {"_posts/2023-04-05-a.md": b"x"}

    def test_folders_and_files_pass_through(self, tmp_path: Path) -> None:
        (tmp_path / "post.md").write_text("PK is no archive")
        for path in (tmp_path, tmp_path / "post.md", tmp_path / "missing"):
            with opened(path) as given:
                assert given == path

    def test_a_name_in_utf_8_that_does_not_say_so_is_read_right(self, tmp_path: Path) -> None:
        path = make_zip(tmp_path / "a.zip", {"café.md": b"x"})
        path.write_bytes(path.read_bytes().replace(struct.pack("<HH", 20, 0x800), struct.pack("<HH", 20, 0)))
        with opened(path) as root:
            assert list(contents(root)) == ["café.md"]

    def test_a_decomposed_name_is_composed(self, tmp_path: Path) -> None:
        with opened(make_zip(tmp_path / "a.zip", {"cafe\u0301.md": b"x"})) as root:
            assert list(contents(root)) == ["café.md"]

    def test_it_goes_where_it_is_told(self, tmp_path: Path) -> None:
        folder = tmp_path / "kept"
        folder.mkdir()
        assert unpack(make_zip(tmp_path / "a.zip", FILES), folder) == folder
        assert contents(folder) == FILES


class TestHostileArchives:
    @pytest.mark.parametrize("make", MAKERS)
    @pytest.mark.parametrize(
        ("names", "reason"),
        [
            (["../evil.md"], "leads out"), (["a/../../evil.md"], "leads out"), (["a/.."], "leads out"),
            (["/tmp/evil.md"], "absolute"), (["C:/evil.md"], "absolute"), (["//host/evil.md"], "absolute"),
            (["..\\evil.md"], "backslash"), (["a\\b.md"], "backslash"), (["a/" * 50 + "b.md"], "deep"),
            (["x" * 256], "255 bytes"), (["é" * 128], "255 bytes"),
            (["a.md", "./a.md"], "one file for two"), (["Foo.md", "foo.md"], "one file for two"),
            (["é.md", "e\u0301.md"], "one file for two"), (["a", "a/b.md"], "both as a file and as a folder"),
            (["a/b.md", "A"], "both as a file and as a folder"),
        ],
    )  # fmt: skip
    def test_a_name_that_means_harm_is_refused(
        self, tmp_path: Path, make: Callable, names: list[str], reason: str
    ) -> None:
        path = make(tmp_path / "upload", dict.fromkeys(names, b"evil"))
        refused(path, tmp_path, reason)

    def test_a_nul_in_a_name_is_refused(self, tmp_path: Path) -> None:
        path = make_zip(tmp_path / "a.zip", {"aXb.md": b"x"})
        path.write_bytes(path.read_bytes().replace(b"aXb.md", b"a\0b.md"))
        refused(path, tmp_path, "NUL")

    @pytest.mark.parametrize(
        ("kind", "reason"),
        [(stat.S_IFLNK, "link"), (stat.S_IFIFO, "neither a file"), (stat.S_IFCHR, "neither a file")],
    )
    def test_what_is_no_file_in_a_zip_is_refused(self, tmp_path: Path, kind: int, reason: str) -> None:
        path = make_zip(tmp_path / "a.zip", {"a": b"/etc/passwd"}, external_attr=(kind | 0o777) << 16)
        refused(path, tmp_path, reason)

    @pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
    def test_what_is_no_file_in_a_tar_is_refused(self, tmp_path: Path, kind: bytes) -> None:
        refused(make_tar(tmp_path / "a", {"a": b""}, kind), tmp_path, "link|neither a file")

    def test_an_encrypted_file_is_refused(self, tmp_path: Path) -> None:
        path = make_zip(tmp_path / "a.zip", {"a.md": b"secret"})
        data = bytearray(path.read_bytes())
        data[data.index(b"PK\x01\x02") + 8] |= 1
        path.write_bytes(data)
        refused(path, tmp_path, "encrypted")

    @pytest.mark.parametrize("cut", [30, 60, 200])
    @pytest.mark.parametrize("make", MAKERS[:2])
    def test_a_damaged_archive_is_refused(self, tmp_path: Path, make: Callable, cut: int) -> None:
        path = make(tmp_path / "a", FILES)
        path.write_bytes(path.read_bytes()[:cut])
        refused(path, tmp_path, "cannot be unpacked")

    def test_a_lying_checksum_is_refused(self, tmp_path: Path) -> None:
        path = make_zip(tmp_path / "a.zip", {"a.md": b"words"}, compress_type=zipfile.ZIP_STORED)
        path.write_bytes(path.read_bytes().replace(b"words", b"sword"))
        refused(path, tmp_path, "cannot be unpacked")

    def test_files_that_share_their_bytes_are_refused(self, tmp_path: Path) -> None:
        path = make_zip(tmp_path / "a.zip", {f"{n}.md": b"words" * 9 for n in range(2)})
        data = path.read_bytes()
        first = data.index(b"PK\x01\x02")
        length = data.index(b"PK\x01\x02", first + 4) - first
        rows = b"".join(data[first : first + length].replace(b"0.md", b"%d.md" % n) for n in range(9))
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, len(rows), first, 0)
        path.write_bytes(data[:first] + rows + end)
        refused(path, tmp_path, "overlap|Overlap|cannot be unpacked")

    @pytest.mark.parametrize("make", MAKERS)
    def test_too_many_files_are_refused(
        self, tmp_path: Path, make: Callable, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
        refused(make(tmp_path / "a", {f"{n}.md": b"x" for n in range(4)}), tmp_path, "more than 3 files")

    @pytest.mark.parametrize("make", MAKERS)
    def test_too_large_a_file_and_too_much_of_all_are_refused(
        self, tmp_path: Path, make: Callable, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = make(tmp_path / "a", {"a.md": b"x" * 30_000, "b.md": b"x" * 30_000})
        monkeypatch.setattr(archives, "MAX_TOTAL", 50_000)
        refused(path, tmp_path, "more than 50,000 bytes")
        monkeypatch.setattr(archives, "MAX_MEMBER", 20_000)
        refused(path, tmp_path, "20,000 bytes|50,000 bytes")

    def test_a_table_of_contents_without_end_is_refused(self, tmp_path: Path) -> None:
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 20_000_000, 4, 0)
        path = tmp_path / "a.zip"
        path.write_bytes(b"PK\x03\x04" + bytes(20_000_000) + end)
        refused(path, tmp_path, "table of contents")

    def test_a_head_without_end_is_refused(self, tmp_path: Path) -> None:
        row = tarfile.TarInfo("././@LongLink")
        row.type, row.size = tarfile.GNUTYPE_LONGNAME, 20_000_000
        path = tmp_path / "a.tar"
        path.write_bytes(row.tobuf(tarfile.GNU_FORMAT) + bytes(20_000_000))
        refused(path, tmp_path, "too long")

    def test_heads_upon_heads_are_refused(self, tmp_path: Path) -> None:
        row = tarfile.TarInfo("././@LongLink")
        row.type, row.size = tarfile.GNUTYPE_LONGNAME, 4
        path = tmp_path / "a.tar"
        path.write_bytes((row.tobuf(tarfile.GNU_FORMAT) + b"a.md".ljust(512, b"\0")) * 3000)
        refused(path, tmp_path, "cannot be unpacked")


def refused(path: Path, tmp_path: Path, reason: str) -> None:
    """Check the reason, and that nothing came to lie outside of the folder it was to go to."""
    target = tmp_path / "around" / "target"
    target.mkdir(parents=True, exist_ok=True)
    with pytest.raises(ReadError, match=reason):
        unpack(path, target)
    assert set(tmp_path.iterdir()) == {path, target.parent}
    assert list(target.parent.iterdir()) == [target]


BOMB = r"""
import re, sys
from pathlib import Path
from articles.importers.archives import opened
from articles.importers.base import ReadError
try:
    with opened(Path(sys.argv[1])):
        print("unpacked")
except ReadError as error:
    print(error)
# Not ru_maxrss, which a child inherits from whoever starts it.
print(int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux alone tells a process's peak")
@pytest.mark.parametrize("kind", ["zip", "gzip"])
def test_a_bomb_is_refused_in_little_memory(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "bomb"
    zeros = bytes(1 << 20)
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.md", "w") as file:
            for _ in range(60):
                file.write(zeros)
    else:
        row = tarfile.TarInfo("a.md")
        row.size = 60 << 20
        with gzip.open(path, "wb") as packed:
            packed.write(row.tobuf())
            for _ in range(60):
                packed.write(zeros)
    ran = subprocess.run([sys.executable, "-c", BOMB, str(path)], capture_output=True, text=True, check=True)
    reason, megabytes = ran.stdout.splitlines()
    assert "refused as a bomb" in reason
    assert int(megabytes) < 300
