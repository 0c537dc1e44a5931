"""Speed against a floor measured in the same run, so that a slow machine does not fail and a fast one does not hide.

    python -m pytest tests/benchmarks/bench_speed.py

The floor is OpenCC's conversion of the same text to simplified characters: what nobody can do without.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import opencc
import pytest
from installed import import_seconds
from pytest_benchmark.fixture import BenchmarkFixture

from clusterx import clean, extract, mentions

DOCUMENTS = sorted((Path(__file__).parents[2] / "examples" / "documents").glob("*.txt"))
CORPUS = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)
PLAN = (DOCUMENTS[0].parent / "three_year_action_plan.txt").read_text("utf-8")
SIZE = 5_000
MOST_FLOORS = 250  # extract takes at most as long as so many conversions of the same text
GROWTH = 2.0  # time per character at 1 MB over that at 50 kB; 20 would be quadratic


def sized(characters: int, text: str = CORPUS) -> str:
    """The text as often as it takes to that length."""
    return (text * (characters // len(text) + 1))[:characters]


def best(call: Callable[[], object], runs: int = 5) -> float:
    """The least time of some runs: the one that was disturbed least."""

    def once() -> float:
        start = time.perf_counter()
        call()
        return time.perf_counter() - start

    call()
    return min(once() for _ in range(runs))


@pytest.mark.parametrize("function", [extract, mentions, clean], ids=lambda f: f.__name__)
def test_time_for_5000_characters(benchmark: BenchmarkFixture, function: Callable[[str], object]) -> None:
    benchmark(function, sized(SIZE, PLAN))


def test_extract_against_the_floor(benchmark: BenchmarkFixture) -> None:
    text = sized(SIZE, PLAN)
    convert = opencc.OpenCC("t2s").convert
    floor = best(lambda: convert(text), runs=50)
    seconds = benchmark.pedantic(lambda: best(lambda: extract(text), runs=20), rounds=1)
    benchmark.extra_info |= {"floors": round(seconds / floor), "seconds": round(seconds, 4)}
    assert seconds < MOST_FLOORS * floor


@pytest.mark.parametrize("function", [extract, mentions, clean], ids=lambda f: f.__name__)
def test_time_grows_linearly_to_1_mb(benchmark: BenchmarkFixture, function: Callable[[str], object]) -> None:
    small, large = 50_000, 1_000_000
    per_small = best(lambda: function(sized(small)), runs=3) / small
    per_large = benchmark.pedantic(lambda: best(lambda: function(sized(large)), runs=1), rounds=1) / large
    benchmark.extra_info["growth"] = round(per_large / per_small, 2)
    assert per_large < GROWTH * per_small


HOSTILE = {
    "digits": "1",
    "zeros": "0",
    "dots": "1.",
    "ones": "一",
    "units": "亿元",
    "years": "2024年",
    "percent": "%",
    "plus": "1+",
    "brackets": "（",
    "quotes": "“",
    "titles": "《",
    "commas": "，",
    "pipes": "|",
    "blanks": " ",
    "lines": "\n",
    "dashes": "—",
    "surrogates": "\ud800",
    "nul": "\0",
    "glosses": "市(shi)",
    "items": "一、",
    "heads": "来源：",
    "targets": "达到50家",
    "tails": "（责任单位：市工信局）",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(benchmark: BenchmarkFixture, name: str) -> None:
    small, large = (sized(size, HOSTILE[name]) for size in (25_000, 200_000))
    per_small = best(lambda: extract(small), runs=2) / len(small)
    per_large = benchmark.pedantic(lambda: best(lambda: extract(large), runs=1), rounds=1) / len(large)
    benchmark.extra_info["growth"] = round(per_large / per_small, 2)
    assert per_large < 3 * GROWTH * per_small


def test_import(benchmark: BenchmarkFixture) -> None:
    assert benchmark.pedantic(import_seconds, rounds=1) < 0.2
