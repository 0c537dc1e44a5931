"""A folder of documents to a dataset: what the command costs over the bare library, with one worker and two, and in memory.

    python tests/benchmarks/bench_folder.py [DOCUMENTS] [--sample 2000] [--rounds 2] [--kills 20] [--form jsonl]

The documents are made from tests/golden and the damage of tests/properties, about 2,000 characters each. Rounds compare, on a sample
of them, the command with a process that does nothing but `extract_batch`; then the command reads all of them once, with two workers,
while the memory of its processes is watched, and what came out is counted.

Costs are processor time, so that other work on the machine does not count; what each form of output costs is taken in one process,
document by document, from what is not spent in extraction. The gain of a second worker is wall time, and means something on an idle
machine only: two processes share caches and clock, so that it is also given as a share of what two bare processes gain.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS / "properties"), str(TESTS)]
from damage import ORDER, apply_damage  # noqa: E402

CHARACTERS = 2_000
DISTINCT = 2_000
MOST_OVERHEAD, LEAST_GAIN, MOST_MEGABYTES, LONGEST_START = 0.15, 1.8, 400, 1.0
FORMS = ("jsonl", "csv", "parquet", "duckdb", "xlsx")
POINTS = 10
_GLOSSES = {"add_toned_glosses", "add_stuttered_glosses", "add_spaced_glosses"}
BARE = """
import sys
from pathlib import Path
from clusterx import extract_batch
paths = sorted(Path(sys.argv[1]).rglob("*.txt"))[int(sys.argv[2])::int(sys.argv[3])]
texts = (path.read_text("utf-8") for path in paths)
print(sum(len(result.targets) for result in extract_batch(texts)))
"""
BESIDE = """
import sys, time
from pathlib import Path
from clusterx.batch import Recipe, Run, find_inputs
from clusterx.export.dataset import check_extra

class Timed(Recipe):
    spent = 0.0
    def extract(self, source, llm=None):
        begin = time.process_time()
        result = super().extract(source, llm)
        Timed.spent += time.process_time() - begin
        return result

form, output = sys.argv[2], Path(sys.argv[3])
check_extra(form)
begin = time.process_time()
result = Run(find_inputs([sys.argv[1]]), output, Timed(form))()
print(Timed.spent, time.process_time() - begin - Timed.spent, result.documents, sum(result.records.values()))
"""


class Used(NamedTuple):
    """What a run took: wall and processor seconds, the peaks in MB of its processes, first the one that hands out, after so many seconds."""

    wall: float
    cpu: float
    peaks: list[tuple[float, list[float]]]

    @property
    def peak(self) -> float:
        return max((peak for _, peaks in self.peaks for peak in peaks), default=0.0)


def make_documents(folder: Path, count: int, seed: int = 1) -> None:
    """`count` documents of golden paragraphs, damaged as sites damage them, in folders of a thousand; beyond DISTINCT, they differ in
    a number of theirs only."""
    rng = random.Random(seed)
    golden = [path.read_text("utf-8") for path in sorted((TESTS / "golden").glob("*/docs/*.txt"))]
    made: list[str] = []
    for number in range(count):
        if number < DISTINCT:
            made.append(_document(golden, rng))
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{made[number % len(made)]}\n到2027年，建成项目{number + 1}个。\n", "utf-8")


def _document(golden: list[str], rng: random.Random) -> str:
    text = ""
    while len(text) < CHARACTERS:
        text += rng.choice(golden) + "\n"
    kinds = rng.sample(ORDER, rng.randint(0, 2))
    if len(_GLOSSES & set(kinds)) == 2:
        kinds.pop()
    return apply_damage(text[: int(CHARACTERS * rng.uniform(0.8, 1.2))], kinds, rng.randrange(10**6))


def measure(*commands: list[str]) -> Used:
    """Run to the end, side by side."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    processes = [subprocess.Popen(c, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for c in commands]
    peaks: list[tuple[float, list[float]]] = []
    watcher = threading.Thread(target=_watch, args=(processes[0], peaks, begin))
    watcher.start()
    for process in processes:
        process.wait()
    wall = time.perf_counter() - begin
    watcher.join()
    if any(process.returncode for process in processes):
        raise SystemExit(f"failed: {commands}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Used(wall, cpu, peaks)


def _watch(process: subprocess.Popen[bytes], peaks: list[tuple[float, list[float]]], begin: float) -> None:
    while process.poll() is None:
        found = [_peak(pid) for pid in [process.pid, *_children(process.pid)]]
        if found[0]:
            peaks.append((time.perf_counter() - begin, found))
        time.sleep(0.2)


def _children(pid: int) -> Iterator[int]:
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            yield from map(int, (task / "children").read_text().split())
    except OSError:
        return


def _peak(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)


def extract_command(folder: Path, output: Path, workers: int) -> list[str]:
    command = [sys.executable, "-m", "clusterx", "extract", str(folder), "-o", str(output), "--workers", str(workers)]
    return [*command, "--overwrite", "-q"]


def bare_command(folder: Path, which: int, of: int) -> list[str]:
    return [sys.executable, "-c", BARE, str(folder), str(which), str(of)]


def first_record(folder: Path) -> float:
    """Seconds from the start of the command to its first line."""
    begin = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "clusterx", "extract", str(folder)], stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    seconds = time.perf_counter() - begin
    process.kill()
    process.communicate()
    return seconds


def beside(folder: Path, output: Path, form: str) -> tuple[float, float, int, int]:
    """Processor seconds in extraction and beside it, in one process; documents and records."""
    done = subprocess.run(
        [sys.executable, "-c", BESIDE, str(folder), form, str(output)], check=True, capture_output=True, text=True
    )
    extraction, rest, documents, records = done.stdout.split()
    return float(extraction), float(rest), int(documents), int(records)


def count_documents(output: Path, form: str) -> int:
    """How many different documents an output holds."""
    if form in ("jsonl", "json"):
        with output.open("rb") as stream:
            return len({line.split(b'","version"', 1)[0] for line in stream if line.startswith(b'{"file":')})
    if form == "csv":
        with (output / "documents.csv").open(encoding="utf-8-sig", newline="") as text:
            return len({row["document_id"] for row in csv.DictReader(text)})
    question = "select count(distinct document_id) as n from documents"
    if form == "xlsx":
        import openpyxl

        sheet = openpyxl.load_workbook(output, read_only=True)["documents"]
        return len({row[0] for row in sheet.iter_rows(min_row=2, values_only=True)})
    command = [sys.executable, "-m", "clusterx", "sql", str(output), question, "--format", "csv"]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])


def kills(folder: Path, work: Path, form: str, times: int) -> tuple[int, bool]:
    """How many of the kills hit a run, and whether the output is that of an undisturbed run."""
    rng = random.Random(20)
    whole, output = work / f"undisturbed.{form}", work / f"killed.{form}"
    begin = time.perf_counter()
    subprocess.run(extract_command(folder, whole, 2), check=True)
    lasts = time.perf_counter() - begin
    hit = 0
    command = [part for part in extract_command(folder, output, 2) if part != "--overwrite"]
    for _ in range(times):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0, lasts))
        hit += process.poll() is None
        process.kill()
        process.wait()
    subprocess.run(command, check=True)
    return hit, _bytes(output) == _bytes(whole)


def _bytes(path: Path) -> dict[str, bytes]:
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.suffix if file == path else file.name: file.read_bytes() for file in files}


def report(name: str, value: str, wanted: str, kept: bool) -> None:
    print(f"{name:34} {value:>50}   wanted {wanted:>8}   {'kept' if kept else 'NOT KEPT'}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="?", type=int, default=300)
    parser.add_argument("--sample", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--form", default="jsonl")
    parser.add_argument("--forms", default=",".join(FORMS), help="those whose cost is measured")
    parser.add_argument("--rounds", type=int, default=2)
    args = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="clusterx-bench-"))
    try:
        run(work, args)
    finally:
        shutil.rmtree(work)


def run(work: Path, args: argparse.Namespace) -> None:
    sizes = {"all": args.documents, "sample": min(args.documents, args.sample), "few": min(args.documents, 300)}
    sizes["fewest"] = max(1, min(args.documents // 10, 100))
    folders = {name: work / name for name in sizes}
    begin = time.perf_counter()
    for name, count in sizes.items():
        folders[name].mkdir()
        make_documents(folders[name], count)
    size = sum(path.stat().st_size for path in folders["all"].rglob("*.txt"))
    print(
        f"{args.documents:,} documents, {size / 1e6:.1f} MB, made in {time.perf_counter() - begin:.0f} s; {os.cpu_count()} cores"
    )
    start = min(first_record(folders["fewest"]) for _ in range(5))
    report("start to first record", f"{start:.2f} s", f"{LONGEST_START} s", start < LONGEST_START)
    forms(folders["few"], work, args.forms.split(","))
    rounds(folders["sample"], sizes["sample"], work, args)
    everything(folders["all"], args.documents, work, args.form)
    if args.kills:
        hit, same = kills(folders["fewest"], work, args.form, args.kills)
        told = "same bytes" if same else "OTHER BYTES"
        report(f"killed {args.kills} times (a run hit {hit} times)", told, "same", same)


def forms(folder: Path, work: Path, names: list[str]) -> None:
    for form in names:
        extraction, rest, documents, records = beside(folder, work / f"beside.{form}", form)
        each = f"{rest / documents * 1000:.2f} on {extraction / documents * 1000:.1f} ms, {records / documents:.0f} records"
        share = rest / extraction
        report(
            f"beside extraction, {form} (CPU)", f"{share:+.1%} ({each})", f"{MOST_OVERHEAD:.0%}", share <= MOST_OVERHEAD
        )


def rounds(folder: Path, count: int, work: Path, args: argparse.Namespace) -> None:
    """The sample bare, bare in two processes, with one worker, with two; of wall times the best, of processor times the sum."""
    print(f"on {count:,} of them, {args.rounds} times; load {os.getloadavg()[0]:.1f}")
    runs: dict[str, list[Used]] = {"bare": [], "pair": [], "one": [], "two": []}
    for _ in range(args.rounds):
        runs["bare"].append(measure(bare_command(folder, 0, 1)))
        runs["pair"].append(measure(bare_command(folder, 0, 2), bare_command(folder, 1, 2)))
        runs["one"].append(measure(extract_command(folder, work / f"one.{args.form}", 1)))
        runs["two"].append(measure(extract_command(folder, work / f"two.{args.form}", 2)))
    cpu = {name: sum(used.cpu for used in found) for name, found in runs.items()}
    wall = {name: min(used.wall for used in found) for name, found in runs.items()}
    each = cpu["one"] / args.rounds / count * 1000
    over = cpu["one"] / cpu["bare"] - 1
    told = f"{over:+.1%} ({each:.1f} ms a document)"
    report("command over extract_batch (CPU)", told, f"{MOST_OVERHEAD:.0%}", over <= MOST_OVERHEAD)
    print(f"{'two workers over two bare (CPU)':34} {cpu['two'] / cpu['pair'] - 1:>+50.1%}")
    ceiling, gain = wall["bare"] / wall["pair"], wall["one"] / wall["two"]
    print(f"{'ceiling of the machine (wall)':34} {f'two bare processes against one: {ceiling:.2f}':>50}")
    told = f"{wall['one']:.1f} s, {wall['two']:.1f} s: {gain:.2f}, {gain / ceiling:.0%} of the ceiling"
    report("two workers against one (wall)", told, f"{LEAST_GAIN}", gain >= LEAST_GAIN)


def everything(folder: Path, count: int, work: Path, form: str) -> None:
    """All documents with two workers: the peak of every process at several points, and what came out."""
    output = work / f"all.{form}"
    used = measure(extract_command(folder, output, 2))
    print(f"all {count:,} with two workers: {used.wall:.0f} s, {used.wall / count * 1000:.2f} ms a document")
    for point in range(1, POINTS + 1):
        seconds, peaks = used.peaks[len(used.peaks) * point // POINTS - 1]
        hands, *others = peaks
        workers = ", ".join(f"{peak:.0f}" for peak in sorted(others, reverse=True)[:2])
        print(f"  after {seconds:6.0f} s: hands out {hands:.0f} MB, workers {workers} MB")
    report("largest process", f"{used.peak:.0f} MB", f"{MOST_MEGABYTES} MB", used.peak <= MOST_MEGABYTES)
    came = count_documents(output, form)
    report("documents that came out", f"{came:,} of {count:,}", "all", came == count)


if __name__ == "__main__":
    main()
