"""Where an address of the site lies in a folder of files, and which names not every disk can hold."""

import re
import unicodedata

from .outcomes import is_safe

LONGEST = 255  # bytes of one name: more no file system takes
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\.|\Z)", re.IGNORECASE)
ATOM = "application/atom+xml"


def files_of(address: str, kind: str = "text/html") -> list[str]:
    """Return the files that hold what is at a decoded address, so that any server finds it there.

    A feed at `/feed/` is in two: hosts show `index.html` for a folder, and its name tells readers and
    some hosts that `index.xml` is one.
    """
    path = address.removeprefix("/")
    if path and not path.endswith("/"):
        return [path]
    return [f"{path}index.html", f"{path}index.xml"] if kind == ATOM else [f"{path}index.html"]


def address_of(path: str) -> str:
    folder, _slash, name = f"/{path}".rpartition("/")
    return f"{folder}/" if name in {"index.html", "index.xml"} else f"/{path}"


def problem_of(path: str) -> str:
    """Say why no file can have this path; "" where it can."""
    if not is_safe(path):
        return "is no name that a file can have"
    if any(len(name.encode("utf-8", "replace")) > LONGEST for name in path.split("/")):
        return f"has a name of more than {LONGEST} bytes"
    return ""


def warning_of(path: str) -> str:
    """Say why some systems can't have a file of this path; "" where all can."""
    names = path.split("/")
    if any(RESERVED.match(name) or name.endswith((".", " ")) or set(name) & set('<>"|?*') for name in names):
        return "has a name that Windows does not take"
    return ""


def folded(path: str) -> str:
    """Return what two paths share that are one file on some disks."""
    return unicodedata.normalize("NFC", path).casefold()
