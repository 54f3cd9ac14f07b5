"""Measure how faithfully articles written for Jekyll are rendered, and at what cost.

Renders the posts of a folder that holds posts.jsonl, reference.jsonl (Jekyll's HTML) and compare.py, compares by the
latter, prints its table, and exits with 1 where the result is below the bar or a post loses a word. CPU is compared with plain
Python-Markdown on the same posts, best of the runs asked for.

    python benchmarks/fidelity.py [--fidelity FOLDER] [--runs N] [--keep FOLDER]
"""

import argparse
import contextlib
import importlib.util
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import markdown

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from articles.rendering import RenderError, render

WORD = re.compile(r"\w+")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
MEAN_BOTH = 97.0
LOWEST_BOTH = 93.0
MEAN_HEADING_IDS = 99.0
SLOWEST = 2.5


def read_lines(path: Path) -> list[dict]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write_candidates(posts: list[dict], path: Path) -> list[str]:
    """Render every post; return a line for each that was refused."""
    refused = []
    with path.open("w", encoding="utf-8") as out:
        for post in posts:
            try:
                html = render(post["body"]).html
            except RenderError as error:
                html = ""
                refused.append(f"{post['id']} {post['path']}: {error}")
            out.write(json.dumps({"id": post["id"], "html": html}) + "\n")
    return refused


def cpu_seconds(convert, posts: list[dict], runs: int) -> float:
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        for post in posts:
            with contextlib.suppress(RenderError):
                convert(post["body"])
        best = min(best, time.process_time() - start)
    return best


def compare(folder: Path, candidates: Path, report: Path) -> list[dict]:
    command = [sys.executable, folder / "compare.py", folder / "reference.jsonl", candidates]
    command += ["--posts", folder / "posts.jsonl", "--subset", "--out", report]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    sys.stdout.write(report.with_suffix(".md").read_text(encoding="utf-8").split("\nWorst posts")[0] + "\n")
    return json.loads(report.with_suffix(".json").read_text(encoding="utf-8"))


def load_compare(folder: Path):
    spec = importlib.util.spec_from_file_location("compare", folder / "compare.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def words(compare, html: str) -> Counter[str]:
    return Counter(WORD.findall(CONTROL.sub("", compare.norm(html)["text"])))


def losses(folder: Path, candidates: Path) -> list[str]:
    """A line for each post of whose visible words one is missing."""
    compare = load_compare(folder)
    rendered = {line["id"]: words(compare, line["html"]) for line in read_lines(candidates)}
    lost = {
        line["id"]: words(compare, line["html"]) - rendered[line["id"]]
        for line in read_lines(folder / "reference.jsonl")
    }
    return [f"{post} loses {', '.join(list(missing)[:5])}" for post, missing in lost.items() if missing]


def percentages(results: list[dict], metric: str) -> dict[str, float]:
    """The share of posts of each blog that are equal by a metric, in per cent."""
    blogs = sorted({result["corpus"] for result in results})
    return {
        blog: 100 * statistics.fmean(result[metric] for result in results if result["corpus"] == blog)
        for blog in blogs
    }


def shortfalls(results: list[dict], ratio: float) -> list[str]:
    both, ids = percentages(results, "both"), percentages(results, "hid")
    found = []
    if statistics.fmean(both.values()) < MEAN_BOTH:
        found.append(f"text and structure: mean {statistics.fmean(both.values()):.1f} % < {MEAN_BOTH} %")
    found += [
        f"{blog}: {share:.1f} % < {LOWEST_BOTH} %" for blog, share in both.items() if share < LOWEST_BOTH
    ]
    if statistics.fmean(ids.values()) < MEAN_HEADING_IDS:
        found.append(f"heading ids: mean {statistics.fmean(ids.values()):.1f} % < {MEAN_HEADING_IDS} %")
    if ratio > SLOWEST:
        found.append(f"CPU: {ratio:.2f} times plain Python-Markdown > {SLOWEST}")
    return found


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--fidelity", type=Path, default=Path("../shared/fidelity"), metavar="FOLDER")
    parser.add_argument("--runs", type=int, default=1, help="how often the CPU time is measured")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="where candidates and report are written and kept"
    )
    return parser.parse_args()


def linked_inputs(source: Path, folder: Path) -> Path:
    """Link the inputs into a writable folder, because compare.py keeps a cache beside its reference."""
    for name in ("posts.jsonl", "reference.jsonl", "compare.py"):
        if not (folder / name).exists():
            (folder / name).symlink_to((source / name).resolve())
    return folder


def measure(source: Path, folder: Path, runs: int) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    source = linked_inputs(source, folder)
    posts = read_lines(source / "posts.jsonl")
    refused = write_candidates(posts, folder / "candidates.jsonl")
    results = compare(source, folder / "candidates.jsonl", folder / "report")
    ours, plain = cpu_seconds(render, posts, runs), cpu_seconds(markdown.markdown, posts, runs)
    sys.stdout.write(
        f"{len(posts)} posts: {ours:.1f} s CPU, plain Python-Markdown {plain:.1f} s, ratio {ours / plain:.2f}\n"
    )
    lost = losses(source, folder / "candidates.jsonl")
    return [f"refused: {line}" for line in refused] + lost + shortfalls(results, ours / plain)


def main() -> int:
    options = arguments()
    if not (options.fidelity / "compare.py").is_file():
        sys.stdout.write(f"Nothing measured: there is no compare.py in {options.fidelity}.\n")
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        found = measure(options.fidelity, options.keep or Path(temporary), options.runs)
    sys.stdout.write("".join(f"BELOW THE BAR: {line}\n" for line in found) or "At or above every bar.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
