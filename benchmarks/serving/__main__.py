"""Measure what serving the site costs, beside baselines of the same run, and write it into docs/performance.md.

    python -m benchmarks.serving [--scale] [--rounds 7] [--seconds 2] [--requests 20]

Starts everything itself, on free ports and in folders of its own. Without --scale the figures are only printed. Exits with 1 where what must hold does not. Linux only: the figures are those of /proc.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from . import machine
from .beginnings import beginnings
from .chart import scale_chart
from .pages import weights
from .rates import rates
from .scale import SIZES, scale
from .servers import ROOT
from .site import forget_surroundings, make_site
from .table import Results, bars, written

PAGE, CHART = ROOT / "docs" / "performance.md", ROOT / "docs" / "images" / "performance.svg"
BEGIN, END = "<!-- benchmark -->", "<!-- end of benchmark -->"


def main() -> int:
    options = arguments()
    forget_surroundings()
    with tempfile.TemporaryDirectory(prefix="rapport-benchmark-") as temporary:
        results = measure(options, options.sites or Path(temporary, "sites"), Path(temporary))
    report = written(results)
    if options.scale and not options.dry:
        write(report, scale_chart(results.sizes))
    machine.say(report)
    return int(not all(bar.is_met for bar in bars(results)))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        prog="python -m benchmarks.serving",
    )
    parser.add_argument(
        "--scale", action="store_true", help="also sites of 10,000 and 100,000 articles: minutes"
    )
    parser.add_argument("--sizes", type=int, nargs="+", help="sites of other sizes")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each round of load")
    parser.add_argument("--requests", type=int, default=20, help="for each page, in each round")
    parser.add_argument(
        "--sites", type=Path, metavar="FOLDER", help="where the sites are made, and kept for another run"
    )
    parser.add_argument("--dry", action="store_true", help="print only, write nothing")
    return parser.parse_args()


def measure(options: argparse.Namespace, sites: Path, folder: Path) -> Results:
    sizes = tuple(options.sizes or (SIZES if options.scale else SIZES[:1]))
    machine.say(f"Making a site of {sizes[0]:,} articles…")
    site = make_site(sites / str(sizes[0]), sizes[0])
    machine.say("One article, as fast as it can be had…")
    found = rates(site, folder, options.rounds, options.seconds)
    machine.say("First moments…")
    first = beginnings(site, folder, options.rounds)
    machine.say("Every kind of page…")
    weight = weights(site)
    return Results(
        machine.describe(),
        found,
        weight,
        first,
        scale(sites, folder, sizes, options.rounds, options.requests),
    )


def write(report: str, chart: str) -> None:
    head, _, rest = PAGE.read_text().partition(BEGIN)
    PAGE.write_text(f"{head}{BEGIN}\n{report}\n{END}{rest.partition(END)[2]}")
    CHART.write_text(chart)


if __name__ == "__main__":
    sys.exit(main())
