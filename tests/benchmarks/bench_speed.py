"""Speed against a floor measured in the same run, so that a slow machine does not fail and a fast one does not hide.

    python -m pytest tests/benchmarks/bench_speed.py

The floor of reading is OpenCC's conversion of the same text to simplified characters: what nobody can do without. The
floor of cleaning is that and one scan of the text with `regex`.

The text is made of the running paragraphs of the golden documents, with numbers that change from round to round: whole
documents one after the other would be one page with a long tail, of which only the first document is read, and the same
paragraphs again would be the same records.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import opencc
import pytest
import regex
from installed import import_seconds
from properties.damage import ORDER, apply_damage, shift_bytes
from pytest_benchmark.fixture import BenchmarkFixture

from clusterx import clean, extract, mentions
from clusterx.clean import clean_text
from clusterx.tables import TableLines

DOCUMENTS = sorted((Path(__file__).parents[1] / "golden").glob("*/docs/*.txt"))
PARAGRAPHS = [
    line.strip()
    for path in DOCUMENTS
    for line in clean(path.read_text("utf-8")).text.split("\n")
    if len(line.strip()) >= 60 and line.endswith("。")
]
COUNTED = re.compile(r"(?<!\d)[1-9]\d?(?=[家个项户])")
SIZE = 5_000
MOST_FLOORS = 450  # extract takes some 250 conversions of the same text, more on a busy machine
MOST_CLEANING_FLOORS = 5  # all documents as one text
MOST_FOR_ONE = 9  # for a single one: in a short table the fixed cost has little text to be shared by
MOST_FOR_A_TABLE = 14  # one whose columns only blanks part: to leave its blanks alone, it has to be read
MOST_DAMAGED_FLOORS = 25  # text with damage of every exact kind
GROWTH = 4.0  # time per character at 1 MB over that at 50 kB; 20 would be quadratic


def paragraphs(nth: int) -> Iterator[str]:
    """All paragraphs, as the nth round has them."""
    for paragraph in PARAGRAPHS:
        varied = COUNTED.sub(lambda number: str(int(number[0]) + nth), paragraph)
        yield f"（{nth}）{varied}\n" if nth else f"{varied}\n"


def running_text(characters: int) -> str:
    """So many characters of paragraphs, in as many rounds as it takes."""
    made: list[str] = []
    rounds = count()
    while sum(map(len, made)) < characters:
        made += paragraphs(next(rounds))
    return "".join(made)[:characters]


def repeated(characters: int, text: str) -> str:
    """The text as often as it takes to that length."""
    return (text * (characters // len(text) + 1))[:characters]


def best(call: Callable[[], object], runs: int = 5) -> float:
    """The least processor time of some runs: the one that was disturbed least."""

    def once() -> float:
        start = time.process_time()
        call()
        return time.process_time() - start

    call()
    return min(once() for _ in range(runs))


@pytest.mark.parametrize("function", [extract, mentions, clean], ids=lambda f: f.__name__)
def test_time_for_5000_characters(benchmark: BenchmarkFixture, function: Callable[[str], object]) -> None:
    benchmark(function, running_text(SIZE))


@pytest.mark.parametrize("size", [SIZE, 20 * SIZE])
def test_the_text_is_read_to_its_end(size: int) -> None:
    last = max(evidence.end for target in extract(running_text(size)).targets for evidence in target.evidence)
    assert last > size * 0.9


def test_extract_against_the_floor(benchmark: BenchmarkFixture) -> None:
    text = running_text(SIZE)
    convert = opencc.OpenCC("t2s").convert
    floor = best(lambda: convert(text), runs=50)
    seconds = benchmark.pedantic(lambda: best(lambda: extract(text), runs=20), rounds=1)
    benchmark.extra_info |= {"floors": round(seconds / floor), "seconds": round(seconds, 4)}
    assert seconds < MOST_FLOORS * floor


GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*/docs/*.txt"))
SCAN = regex.compile(r"[\u3400-\u9fff]+|\d[\d.,]*")


def floor_of(text: str, runs: int = 20) -> float:
    """What converting and scanning the same text takes."""
    convert = opencc.OpenCC("t2s").convert
    return best(lambda: (convert(text), SCAN.findall(text)), runs)


def in_turns(text: str, times: int) -> tuple[float, float]:
    """The floor and the cleaning of a text, by turns, so that a slow moment of the machine slows both."""
    runs = [(floor_of(text, 1), best(lambda: clean_text(text), 1)) for _ in range(times)]
    return min(floor for floor, _ in runs), min(seconds for _, seconds in runs)


@pytest.mark.parametrize("document", GOLDEN, ids=lambda path: path.stem)
def test_cleaning_clean_text_against_the_floor(benchmark: BenchmarkFixture, document: Path) -> None:
    text = clean(document.read_text("utf-8")).text
    floor = floor_of(text)
    seconds = benchmark.pedantic(lambda: best(lambda: clean_text(text), 20), rounds=1)
    benchmark.extra_info["floors"] = round(seconds / floor, 2)
    in_table = TableLines(text)
    by_blanks = any(match.start() in in_table for match in re.finditer(r"^.", text, re.MULTILINE))
    assert seconds < (MOST_FOR_A_TABLE if by_blanks else MOST_FOR_ONE) * floor


def test_cleaning_all_documents_against_the_floor(benchmark: BenchmarkFixture) -> None:
    text = "\n".join(clean(path.read_text("utf-8")).text for path in GOLDEN)
    floor, seconds = benchmark.pedantic(lambda: in_turns(text, 10), rounds=1)
    benchmark.extra_info["floors"] = round(seconds / floor, 2)
    assert seconds < MOST_CLEANING_FLOORS * floor


GLOSSES = {"add_toned_glosses", "add_stuttered_glosses", "add_spaced_glosses"}
HEAVY = {kind: [kind] for kind in ORDER} | {
    "mirror": ["to_traditional", "add_toned_glosses", "insert_commas", "halve_punctuation"],
    "all": [kind for kind in ORDER if kind not in {"use_compatibility_glyphs", *GLOSSES}] + ["add_stuttered_glosses"],
}


@pytest.mark.parametrize("name", HEAVY)
def test_cleaning_damaged_text(benchmark: BenchmarkFixture, name: str) -> None:
    bodies = "\n".join(clean(path.read_text("utf-8")).text for path in GOLDEN)
    damaged = apply_damage(bodies, HEAVY[name], 1)
    seconds = benchmark.pedantic(lambda: best(lambda: clean_text(damaged), runs=3), rounds=1)
    floor = floor_of(damaged, 5)
    benchmark.extra_info |= {"characters a second": round(len(damaged) / seconds), "floors": round(seconds / floor, 1)}
    assert seconds < MOST_DAMAGED_FLOORS * floor


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3])
def test_cleaning_shifted_text(benchmark: BenchmarkFixture, share: float) -> None:
    """No floor is promised here: each shifted run is a search of its own. The figures are kept to be compared."""
    body = "\n".join(clean(path.read_text("utf-8")).text for path in GOLDEN)[:20_000]
    shifted = [shift_bytes(body, random.Random(seed), share=share) for seed in range(4)]
    clean_text(shifted[0])  # the tables
    start = time.process_time()
    cleaned = benchmark.pedantic(lambda: [clean_text(text) for text in shifted[1:]], rounds=1)
    seconds = time.process_time() - start
    benchmark.extra_info["characters a second"] = round(sum(map(len, shifted[1:])) / seconds)
    assert any(repair.kind == "byte_shift" for text in cleaned for repair in text.repairs)


@pytest.mark.parametrize(
    "unit", ["(", "（", ",", "，", "?", "？", "?，", "業(yè)", running_text(5_000)], ids=lambda unit: unit[:6]
)
def test_cleaning_10_mb_takes_linear_time(benchmark: BenchmarkFixture, unit: str) -> None:
    small, large = 300_000, 10_000_000
    per_small = best(lambda: clean_text(repeated(small, unit)), runs=2) / small
    per_large = benchmark.pedantic(lambda: best(lambda: clean_text(repeated(large, unit)), runs=1), rounds=1) / large
    benchmark.extra_info["growth"] = round(per_large / per_small, 2)
    assert per_large < 3 * GROWTH * per_small  # 33 would be quadratic; large texts always need fresh memory


@pytest.mark.parametrize("function", [extract, mentions, clean], ids=lambda f: f.__name__)
def test_time_grows_linearly_to_1_mb(benchmark: BenchmarkFixture, function: Callable[[str], object]) -> None:
    small, large = 50_000, 1_000_000
    few, many = running_text(small), running_text(large)
    per_small = best(lambda: function(few), runs=3) / small
    per_large = benchmark.pedantic(lambda: best(lambda: function(many), runs=1), rounds=1) / large
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
    small, large = (repeated(size, HOSTILE[name]) for size in (25_000, 200_000))
    per_small = best(lambda: extract(small), runs=2) / len(small)
    per_large = benchmark.pedantic(lambda: best(lambda: extract(large), runs=1), rounds=1) / len(large)
    benchmark.extra_info["growth"] = round(per_large / per_small, 2)
    assert per_large < 3 * GROWTH * per_small


def test_import(benchmark: BenchmarkFixture) -> None:
    assert benchmark.pedantic(import_seconds, rounds=1) < 0.2
