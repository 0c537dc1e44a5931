"""Time grows with the length alone, whatever is repeated: eight times the text takes at most some twenty times as long.

    python -m pytest tests/benchmarks/bench_growth.py

A quadratic pattern would take 64 times as long. Processor time is compared, the least of some runs, so that another job on
the machine changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from clusterx import clean, extract
from clusterx.clean import Page
from clusterx.mentions.agencies import find_agencies, split_units
from clusterx.mentions.find import find_stated
from clusterx.mentions.regions import find_regions
from clusterx.mentions.titles import find_titles
from clusterx.outline import build_outline
from clusterx.pipeline import _read
from clusterx.rules.mechanism import apply_mechanisms
from clusterx.rules.rule import Reading
from clusterx.rules.uncovered import find_uncovered
from clusterx.text import AlignedText

GROWTH = 24
NOISE = 0.1  # seconds of processor time in which a short text may differ from itself

OF_CLEANING = '( ) , ， ? ？ 1 業( 業(yè ?， ?jié) @ < & 二 \n _ " 。1. ?！笆 一、 著 (a)'.split(" ")
OF_ENTITIES = "《 1 号 甲发〔2023〕 《》 （ 第1号 国务院令 市 、 各县、 市、区 局和 等 济宁".split()
OF_MECHANISMS = "1+ “1+4+N” “ ” 链长+ 一个、 由市长任组长 周调度、 1个专班、 专班 、 “a” “双链” 的 任 长 闭环".split()
OF_SENTENCES = ["给予20万元奖励", "给予20万元奖励。", "力争", "力争\n", "项目开工，", "| 力争 | 12 "]
OF_FIGURES = "36家企业、36家机构、 1_ 36家、 1和 国家级、省级厂5家、 分别5家、6家、 产值5亿元和 《甲》5家".split(" ")
OF_MENTIONS = (
    "1 一 万亿 1, 1. 1- 1— 3月5日 （ “ 5至 1、 2024年 2024— 半 不超过 约 百分之 1/ 1元/ 每 今年 \n1 三分之 1多 1: 美元 “十五 翻一 1元/亩/ "
    "5元5角 十四五 前 数十 第3 10^ 1亿 3、4家 去年国 2024年13月"
    " 五年来 1—1年内 三季度末 正月 -5℃～ 3~- （含 3元（含3元） 3个亿 个多 若干 1万零 2024.1- 20240531-"
    " 5分3秒 八角 世纪 上上周 负百分之"
).split(" ")


def grows_with_length(prepare: Callable[[str], Callable[[], object]], unit: str, length: int, runs: int = 3) -> bool:
    """Whether eight times as much of `unit` takes less than GROWTH times as long."""

    def seconds(characters: int) -> float:
        read = prepare(unit * (characters // len(unit)))
        best = float("inf")
        for _ in range(runs):
            begin = time.process_time()
            read()
            best = min(best, time.process_time() - begin)
        return best

    seconds(length // 4)
    return seconds(8 * length) < GROWTH * seconds(length) + NOISE


@pytest.mark.parametrize("unit", OF_CLEANING)
def test_cleaning(unit: str) -> None:
    assert grows_with_length(lambda text: lambda: clean(text), unit.replace("_", " "), 30_000)


@pytest.mark.parametrize("unit", OF_MENTIONS)
def test_mentions(unit: str) -> None:
    assert grows_with_length(lambda text: lambda: find_stated(text), unit, 4_000)


@pytest.mark.parametrize("unit", OF_ENTITIES)
@pytest.mark.parametrize("find", [find_titles, find_regions, find_agencies, split_units], ids=lambda f: f.__name__)
def test_entities(find: Callable[[str], object], unit: str) -> None:
    assert grows_with_length(lambda text: lambda: find(text), unit, 10_000)


@pytest.mark.parametrize("unit", OF_MECHANISMS)
def test_mechanisms(unit: str) -> None:
    def prepare(text: str) -> Callable[[], object]:
        reading = Reading(AlignedText.of(text), Page(), build_outline("一"), ())
        return lambda: apply_mechanisms(reading)

    assert grows_with_length(prepare, unit, 1_000 * len(unit))


@pytest.mark.parametrize("unit", OF_SENTENCES)
def test_uncovered(unit: str) -> None:
    def prepare(text: str) -> Callable[[], object]:
        reading = _read(text, None)
        return lambda: find_uncovered(reading, [], [])

    assert grows_with_length(prepare, unit, 1_000 * len(unit))


@pytest.mark.parametrize("unit", OF_FIGURES)
def test_figures(unit: str) -> None:
    assert grows_with_length(lambda text: lambda: extract(text), unit.replace("_", " "), 20_000, runs=1)


NAMED = "山川江河湖海云岭溪谷林泉峰原洲岛港桥石松竹梅兰菊荷桂枫柳杨"


@pytest.mark.parametrize("told", ["{0}玻璃项目投资3亿元。", "{0}玻璃项目叫作“{0}厂”。{0}厂投资3亿元。"])
def test_projects(told: str) -> None:
    """Of as many names as there are sentences: a short name could be that of any of them."""

    def all_of(count: int) -> str:
        names = (NAMED[i % 29] + NAMED[i // 29 % 29] + NAMED[i // 841 % 29] for i in range(count))
        return "".join(told.format(name) for name in names)

    def prepare(text: str) -> Callable[[], object]:
        return lambda: extract(all_of(len(text)))

    assert grows_with_length(prepare, "一", 500, runs=1)
