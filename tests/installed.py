"""Checks of an installed clusterx, run away from its sources; no test module, so that it needs no pytest.

python installed.py --packages      the core brings at most ten packages, and imports fast
python installed.py out.jsonl       what the command wrote has records whose evidence is in the documents
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

MOST_PACKAGES = 10
LONGEST_IMPORT = 0.2


def core_packages(name: str = "clusterx", seen: set[str] | None = None) -> set[str]:
    """The packages that installing `name` without extras brings along."""
    seen = set() if seen is None else seen
    try:
        requirements = distribution(name).requires or []
    except PackageNotFoundError:  # a requirement of other systems
        seen.discard(name)
        return seen
    for requirement in requirements:
        needed = re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement)[0]).lower()
        if "extra ==" not in requirement and needed not in seen:
            seen.add(needed)
            core_packages(needed, seen)
    return seen


def import_seconds(module: str = "clusterx") -> float:
    """The least of five imports, each in a process of its own."""
    code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
    runs = (subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True) for _ in range(5))
    return min(float(run.stdout) for run in runs)


def check_packages() -> None:
    """Few packages, short import."""
    packages, seconds = core_packages(), import_seconds()
    print(f"{len(packages)} packages: {', '.join(sorted(packages))}; import {seconds:.3f} s")
    assert len(packages) <= MOST_PACKAGES
    assert seconds < LONGEST_IMPORT


def check_output(path: Path) -> None:
    """Every line is a document with targets, and every span of evidence is in that document."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert lines
    for line in lines:
        source = Path(line["file"]).read_text("utf-8")
        spans = list(evidence(line["extraction"]))
        assert line["extraction"]["targets"], line["file"]
        assert all(source[span["start"] : span["end"]] == span["text"] for span in spans)
        print(f"{line['file']}: {len(line['extraction']['targets'])} targets, {len(spans)} spans of evidence")


def evidence(extraction: dict[str, list[dict[str, list[dict[str, object]]]]]) -> Iterator[dict[str, object]]:
    """Every span of evidence of the records in an extraction."""
    for kind in ("policies", "targets", "mechanisms", "projects"):
        for record in extraction[kind]:
            yield from record["evidence"]


if __name__ == "__main__":
    check_packages() if sys.argv[1] == "--packages" else check_output(Path(sys.argv[1]))
