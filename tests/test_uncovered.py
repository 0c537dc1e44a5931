"""Omissions: every sentence that gives no record is reported with the reason, and no sentence that gives one."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from clusterx import extract
from clusterx.pipeline import _read
from clusterx.records import Omission
from clusterx.rules.uncovered import find_uncovered

DOCUMENTS = sorted((Path(__file__).parents[1] / "examples" / "documents").glob("*.txt"))
SLOGAN = "全市上下一心，推动高质量发展。"


def uncovered(text: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(o.evidence.text, o.holds, o.reasons) for o in extract(text).uncovered]


@pytest.mark.parametrize(
    ("sentence", "holds", "reasons"),
    [
        ("对首次认定的高新技术企业，给予20万元奖励。", ("quantity",), ("subsidy",)),
        ("对新建厂房的企业，每平方米补贴100元。", ("quantity",), ("subsidy",)),
        ("申报企业应具备下列条件：上年度研发投入不低于500万元。", ("quantity",), ("criterion",)),
        ("办理时限压缩至3个工作日。", ("quantity",), ("duration",)),
        ("用三年左右时间，产业面貌焕然一新。", ("quantity",), ("duration",)),
        ("到2027年，产业生态更加优化。", ("deadline",), ()),
        ("2025年底前完成整改。", ("deadline",), ()),
        ("力争产业生态更加优化。", ("cue",), ()),
        ("各地要确保工作落到实处。", ("cue",), ()),
        ("引导项目早开工、快建设。", ("cue",), ()),
        ("力争到2027年底，产业生态更加优化。", ("deadline", "cue"), ()),
    ],
)
def test_what_gives_no_record_is_said(sentence: str, holds: tuple[str, ...], reasons: tuple[str, ...]) -> None:
    text = f"{SLOGAN}\n{sentence}\n{SLOGAN}\n"
    assert uncovered(text) == [(sentence, holds, reasons)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        SLOGAN,
        "到2027年，高新技术企业达到850家。",
        "2024年3月5日",
        "甲市人民政府办公室\n2024年3月5日\n",
        "一、总体要求\n（一）指导思想\n1. 坚持创新驱动。\n",
        "三、健全工作机制\n",
        "参加签约的有关人员出席活动。",
        "第三条 本办法所称企业，是指在本市登记的企业。",
        "《甲市制造业发展规划》由市工信局负责解释。",
    ],
)
def test_nothing_is_said_of_what_holds_nothing(text: str) -> None:
    assert uncovered(text) == []


def test_one_record_covers_its_sentence_only() -> None:
    recorded, declined = "到2027年，高新技术企业达到850家。", "对首次认定的企业给予20万元奖励。"
    assert [text for text, _, _ in uncovered(recorded + declined)] == [declined]


def test_the_page_around_the_text_is_not_reported() -> None:
    head = "索引号：11370000/2024-00012\n发布日期：2024年5月6日\n"
    tail = "\n版权所有：甲市人民政府 鲁ICP备05000001号\n"
    assert uncovered(f"{head}\n{SLOGAN}\n{tail}") == []


def test_evidence_quotes_the_damaged_source() -> None:
    source = "對首次認(ren)定的高新技術(shu)企業(ye)，給予20萬(wan)元獎(jiang)勵。"
    (omission,) = extract(source).uncovered
    assert omission.evidence.text == source[omission.evidence.start : omission.evidence.end] == source
    assert omission.reasons == ("subsidy",)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_no_evidence_of_a_record_lies_in_an_omission(path: Path) -> None:
    source = path.read_text("utf-8")
    result = extract(source)
    records = (*result.policies, *result.targets, *result.mechanisms, *result.projects)
    clues = [span for record in records for span in record.evidence]
    for omission in result.uncovered:
        start, end = omission.evidence.start, omission.evidence.end
        assert source[start:end] == omission.evidence.text
        assert not [c for c in clues if c.start < end and start < c.end and c.end - c.start < end - start]


def test_omissions_stand_in_order_and_once() -> None:
    text = "".join(f"对第{n}类企业给予{n}万元奖励。" for n in range(2, 40))
    starts = [omission.evidence.start for omission in extract(text).uncovered]
    assert starts == sorted(set(starts))


def test_every_field_is_described() -> None:
    assert all(field.description for field in Omission.model_fields.values())


@pytest.mark.parametrize(
    "piece", ["给予20万元奖励", "给予20万元奖励。", "力争", "力争\n", "项目开工，", "| 力争 | 12 "]
)
def test_time_grows_linearly(piece: str) -> None:
    def seconds(times: int) -> float:
        reading = _read(piece * times, None)
        best = 9.0
        for _ in range(3):
            began = time.process_time()
            find_uncovered(reading, [], [])
            best = min(best, time.process_time() - began)
        return best

    assert seconds(8000) < 30 * seconds(1000) + 0.02
