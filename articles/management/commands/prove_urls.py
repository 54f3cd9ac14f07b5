import sys
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.management.collected import check_collected
from articles.management.progress import Progress
from articles.proving import (
    Address,
    Addresses,
    Comparison,
    Prover,
    SourceError,
    Verdict,
    compare,
    quietly,
    read_addresses,
)


class Command(BaseCommand):
    help = (
        "Ask this site for every address of an old one, without a network, and print what fails: "
        "prove_urls SOURCE, where SOURCE is a sitemap, a text with one address a line, or the folder that Jekyll "
        "built (_site). With such a folder, the old articles are compared with those here as well."
    )

    def add_arguments(self, parser):
        parser.add_argument("source", type=Path)
        parser.add_argument(
            "--compare",
            "--site",
            type=Path,
            metavar="FOLDER",
            help="the built site whose articles are compared",
        )
        parser.add_argument(
            "--base-url", default="", help="where the old site was, as in https://old.example/blog"
        )
        parser.add_argument(
            "--all", action="store_true", help="ask for styles, scripts and fonts of a folder too"
        )
        parser.add_argument(
            "--strict",
            action="store_true",
            help="fail where an article differs, not only where an address fails",
        )

    def handle(self, *, source, base_url, **options):
        try:
            addresses = read_addresses(source, base_url, with_theme=options["all"])
            beside = read_addresses(options["compare"], base_url).listed if options["compare"] else []
        except SourceError as error:
            raise CommandError(str(error)) from error
        if not addresses.listed:
            raise CommandError(f"{source}: no addresses in it")
        check_collected()
        with quietly():
            failed, different = Run(self, addresses, beside).run()
        if failed or (options["strict"] and different):
            raise CommandError(f"{failed} addresses failed, {different} articles differ")


class Run:
    def __init__(self, command: BaseCommand, addresses: Addresses, beside: list[Address]) -> None:
        self.stdout, self.style = command.stdout, command.style
        self.addresses, self.beside = addresses, beside
        self.prover = Prover()
        self.counts: Counter[str] = Counter()
        self.likenesses: list[float] = []
        self.kinds: Counter[str] = Counter()
        self.progress = Progress(len(addresses.listed) + len(beside), sys.stderr)

    def run(self) -> tuple[int, int]:
        for address in self.addresses.listed:
            verdict = self.prover.prove(address)
            self.count(verdict)
            self.compare(verdict)
            self.progress.step()
        for address in self.beside:
            verdict = self.prover.prove(address)
            if verdict.fault:
                self.counts["not compared"] += 1
                self.say(f"not compared  {address.text}  {verdict.fault}")
            self.compare(verdict)
            self.progress.step()
        self.progress.clear()
        self.sum_up()
        return self.counts["failed"], self.counts["different"]

    def count(self, verdict: Verdict) -> None:
        state = "failed" if verdict.fault else "withdrawn" if verdict.is_withdrawn else "fine"
        self.counts[state] += 1
        self.counts["redirected"] += verdict.is_redirect and state == "fine"
        if verdict.fault:
            self.say(
                f"{self.style.ERROR('failed')}  {verdict.address.text}  {verdict.fault}  ({verdict.address.place})"
            )

    def compare(self, verdict: Verdict) -> None:
        file = verdict.address.file
        if file is None or verdict.fault or not verdict.html or file.suffix not in {".html", ".htm"}:
            return
        old_html = file.read_text(encoding="utf-8", errors="replace")
        host = self.addresses.host
        found = compare(old_html, verdict.address.text, verdict.html, verdict.end, self.prover.end_of, host)
        if found is None:
            self.counts["not compared"] += 1
            return
        self.likenesses.append(found.likeness)
        self.kinds.update(found.kinds)
        if found.differences:
            self.report(found)

    def report(self, found: Comparison) -> None:
        self.counts["different"] += 1
        self.say(
            f"{self.style.WARNING('differs')}  {found.old} → {found.new}  {percent(found.likeness)} of the words"
        )
        for line in found.differences:
            self.stdout.write(f"    {line}")

    def say(self, line: str) -> None:
        self.progress.clear()
        self.stdout.write(line)

    def sum_up(self) -> None:
        counts = self.counts
        total = len(self.addresses.listed)
        self.stdout.write(
            f"{total} addresses: {counts['fine']} lead to their page ({counts['redirected']} by one redirect), "
            f"{counts['withdrawn']} to what was withdrawn, {counts['failed']} failed"
        )
        for reason, number in sorted(self.addresses.left_out.items()):
            self.stdout.write(f"left out: {number} {reason}")
        if self.likenesses or counts["not compared"]:
            self.sum_up_articles(len(self.likenesses))

    def sum_up_articles(self, number: int) -> None:
        mean = percent(sum(self.likenesses) / number) if number else "–"
        kinds = "".join(f", {kind} in {count}" for kind, count in sorted(self.kinds.items()))
        self.stdout.write(
            f"{number} articles compared: {number - self.counts['different']} equal, "
            f"{self.counts['different']} differ{kinds}; {mean} of the words on average; "
            f"{self.counts['not compared']} pages not compared: no articles, or not found"
        )


def percent(share: float) -> str:
    # 100 % is said of what is equal alone.
    return "100 %" if share == 1 else f"{min(share * 100, 99.9):.1f} %"
