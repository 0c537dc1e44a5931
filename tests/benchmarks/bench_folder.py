"""A folder of documents to a dataset: what the command costs over the bare library, with one worker and two, and in memory.

    python tests/benchmarks/bench_folder.py [DOCUMENTS] [--kills 20] [--form jsonl]

The documents are made from tests/golden and the damage of tests/properties, about 2,000 characters each. Overhead is processor time of
the command over that of a process that does nothing but `extract_batch` on the same texts, so that other work on the machine does
not count; the gain of a second worker is wall time, and means something on an idle machine only.
"""

from __future__ import annotations

import argparse
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
MOST_OVERHEAD, LEAST_GAIN, MOST_MEGABYTES, LONGEST_START = 0.15, 1.8, 400, 1.0
_GLOSSES = {"add_toned_glosses", "add_stuttered_glosses", "add_spaced_glosses"}
BARE = """
import sys
from pathlib import Path
from clusterx import extract_batch
texts = (path.read_text("utf-8") for path in sorted(Path(sys.argv[1]).iterdir()))
print(sum(len(result.targets) for result in extract_batch(texts)))
"""


class Used(NamedTuple):
    """What a run took: wall and processor seconds, the largest process in MB."""

    wall: float
    cpu: float
    peak: float


def make_documents(folder: Path, count: int, seed: int = 1) -> None:
    """`count` documents of golden paragraphs, damaged as sites damage them, in folders of a thousand."""
    rng = random.Random(seed)
    golden = [path.read_text("utf-8") for path in sorted((TESTS / "golden").glob("*/docs/*.txt"))]
    for number in range(count):
        text = ""
        while len(text) < CHARACTERS:
            text += rng.choice(golden) + "\n"
        kinds = rng.sample(ORDER, rng.randint(0, 2))
        if len(_GLOSSES & set(kinds)) == 2:
            kinds.pop()
        damaged = apply_damage(text[: int(CHARACTERS * rng.uniform(0.8, 1.2))], kinds, rng.randrange(10**6))
        (folder / f"{number:06}.txt").write_text(damaged, "utf-8")


def measure(command: list[str]) -> Used:
    """Run to the end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peaks: dict[int, float] = {}
    watcher = threading.Thread(target=_watch, args=(process, peaks))
    watcher.start()
    process.wait()
    wall = time.perf_counter() - begin
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Used(wall, cpu, max(peaks.values(), default=0))


def _watch(process: subprocess.Popen[bytes], peaks: dict[int, float]) -> None:
    while process.poll() is None:
        for pid in [process.pid, *_children(process.pid)]:
            peaks[pid] = max(peaks.get(pid, 0), _peak(pid))
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


def kills(folder: Path, work: Path, form: str, times: int, lasts: float) -> tuple[int, bool]:
    """How many of the kills hit a run, and whether the output is that of an undisturbed run."""
    rng = random.Random(20)
    whole, output = work / f"undisturbed.{form}", work / f"killed.{form}"
    subprocess.run(extract_command(folder, whole, 2), check=True)
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
    print(f"{name:34} {value:>34}   wanted {wanted:>8}   {'kept' if kept else 'NOT KEPT'}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="?", type=int, default=300)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--form", default="jsonl")
    parser.add_argument("--rounds", type=int, default=2)
    args = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="clusterx-bench-"))
    try:
        run(work, args.documents, args.form, args.rounds, args.kills)
    finally:
        shutil.rmtree(work)


def run(work: Path, count: int, form: str, rounds: int, times: int) -> None:
    folder, tenth = work / "documents", work / "tenth"
    for path, number in ((folder, count), (tenth, max(1, count // 10))):
        path.mkdir()
        make_documents(path, number)
    size = sum(path.stat().st_size for path in folder.iterdir())
    print(f"{count} documents, {size / 1e6:.1f} MB, to .{form}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    start = min(first_record(folder) for _ in range(5))
    report("start to first record", f"{start:.2f} s", f"{LONGEST_START} s", start < LONGEST_START)
    bare, one, two = [], [], []
    for _ in range(rounds):
        bare.append(measure([sys.executable, "-c", BARE, str(folder)]))
        one.append(measure(extract_command(folder, work / f"one.{form}", 1)))
        two.append(measure(extract_command(folder, work / f"two.{form}", 2)))
    cpu = {name: sum(used.cpu for used in runs) for name, runs in (("bare", bare), ("one", one), ("two", two))}
    over = cpu["one"] / cpu["bare"] - 1
    told = f"{over:+.1%} ({cpu['one'] / rounds / count * 1000:.1f} ms a document)"
    report("overhead over extract_batch (CPU)", told, f"{MOST_OVERHEAD:.0%}", over <= MOST_OVERHEAD)
    over_two = cpu["two"] / cpu["bare"] - 1
    print(f"{'the same with two workers':34} {over_two:>+34.1%}")
    walls = [min(used.wall for used in runs) for runs in (one, two)]
    gain = walls[0] / walls[1]
    report(
        "two workers against one (wall)",
        f"{walls[0]:.1f} s, {walls[1]:.1f} s: {gain:.2f}",
        f"{LEAST_GAIN}",
        gain >= LEAST_GAIN,
    )
    small = measure(extract_command(tenth, work / f"tenth.{form}", 2)).peak
    most = max(used.peak for used in (*one, *two))
    told = f"{most:.0f} MB; {small:.0f} MB for a tenth"
    report("largest process", told, f"{MOST_MEGABYTES} MB", most <= MOST_MEGABYTES)
    if times:
        hit, same = kills(tenth, work, form, times, walls[1] / 10 + 1.5)
        report(f"killed {times} times (a run hit {hit} times)", "same bytes" if same else "OTHER BYTES", "same", same)


if __name__ == "__main__":
    main()
