"""What must hold for every text: alignment of edits, cleaning twice, damage undone."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st
from properties.damage import EXACT, apply_damage, combinations, inject_brand, insert_shards, shift_bytes, wrap_hard

from clusterx.clean import clean, clean_text
from clusterx.text import AlignedText, Change

WORDS = (
    "甲市", "产业链", "总投资13.9亿元", "到2027年", "，", "。", "、", "达到50家以上", "（责任单位：市科技局）", "“1+4+N”工作架构", "推动", "制造业",
    "\n", "一是", "2—3个", "增长8.3%", "1,247家", "链长制", "《甲市行动方案》", "5G基站", "首台（套）", "县（市、区）", "；", "同比", "管道（DN50）",
)  # fmt: skip
PIECES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(lambda words: "甲市" + "".join(words))
ODD = st.text(alphabet='產業(chǎné)?？，,。.:;@<>&\n 　１a1著“"［］号年二○O亿元（）\u200b\ud800', max_size=60)


def canonical(text: str) -> str:
    """Clean text of these pieces: what cleaning itself leaves as it is."""
    cleaned = clean_text(text).text
    return clean_text(cleaned).text


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, list[list[Change]]]:
    """A text and rounds of changes, each fitting the text that the round before has made."""
    text = source = draw(st.text(alphabet="abcde", max_size=20))
    rounds = []
    for _ in range(draw(st.integers(1, 3))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
        pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
        changes = [Change(a, b, draw(st.text(alphabet="XY", max_size=3))) for a, b in pairs]
        rounds.append(changes)
        text = AlignedText.of(text).edit(changes, "x").text
    return source, rounds


@given(edits())
def test_edits_make_the_text_that_slicing_makes_and_map_in_order(made: tuple[str, list[list[Change]]]) -> None:
    source, rounds = made
    aligned, plain = AlignedText.of(source), source
    for changes in rounds:
        aligned = aligned.edit(changes, "x")
        for change in reversed(changes):
            plain = plain[: change.start] + change.replacement + plain[change.end :]
    assert aligned.text == plain
    spans = [aligned.to_source(at, at + 1) for at in range(len(plain))]
    assert all(0 <= a <= b <= len(source) for a, b in spans)
    assert all(left[0] <= right[0] and left[1] <= right[1] for left, right in pairwise(spans))
    for at, (low, high) in enumerate(spans):
        if plain[at] in "abcde":
            assert source[low:high] == plain[at]


@given(edits())
def test_what_was_kept_maps_there_and_back(made: tuple[str, list[list[Change]]]) -> None:
    source, rounds = made
    aligned = AlignedText.of(source)
    for changes in rounds:
        aligned = aligned.edit(changes, "x")
    for run in aligned.runs:
        if run.linear:
            assert aligned.from_source(*aligned.to_source(run.start, run.end)) == (run.start, run.end)


@given(PIECES)
def test_offsets_in_other_units(text: str) -> None:
    text += "𪾢a"
    for at in range(len(text) + 1):
        assert AlignedText.of(text).utf16_offset(at) == len(text[:at].encode("utf-16-le")) // 2
        assert AlignedText.of(text).utf8_offset(at) == len(text[:at].encode())


@example("甲市\n，\n甲市")
@given(PIECES)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once.text).text == once.text


@given(ODD)
def test_cleaning_even_nonsense_comes_to_rest(text: str) -> None:
    """A repair may show the evidence for another (a joined word its script), so nonsense may take a second pass."""
    twice = clean_text(clean_text(text).text).text
    assert clean_text(twice).text == twice


@given(st.text(alphabet='產業(chǎné)?？，,。.:;@&\n 　１a1著“"［］号年二○O亿元（）\u200b\ud800', max_size=60))
def test_a_second_pass_reads_the_same_numbers(text: str) -> None:
    """Whatever nonsense it takes to show a second pass more damage, no number depends on it."""
    once = clean_text(text).text
    assert [n for *_, n in _numbers(clean_text(once).text)] == [n for *_, n in _numbers(once)]


@example("甲市\n\n；", (["use_compatibility_glyphs", "halve_punctuation"], 0))
@given(PIECES, combinations())
def test_damage_is_undone(text: str, damage: tuple[list[str], int]) -> None:
    want = canonical(text)
    assert clean_text(apply_damage(want, *damage)).text == want


@given(PIECES, st.sampled_from(("蓝湖体育", "lanhu7", "甲乙招商网", "lanhu.com")), st.integers(0, 10**6))
def test_taking_out_a_brand_takes_out_nothing_else(text: str, brand: str, seed: int) -> None:
    want = canonical(text)
    cleaned = clean_text(inject_brand(want, random.Random(seed), brand))
    assert cleaned.text.replace(brand, "") == want
    assert {r.before for r in cleaned.repairs if r.kind == "brand" and r.level == "lexicon"} <= {brand}


@given(PIECES, st.integers(0, 10**6))
def test_taking_out_pieces_of_the_title_leaves_the_text_or_all_of_them(text: str, seed: int) -> None:
    title = "乙县新能源汽车产业链招商活动举行"
    want = canonical(f"{title}\n{text}。")
    body = want.removeprefix(f"{title}\n")
    damaged = f"{title}\n{insert_shards(title, body, random.Random(seed))}"
    assert clean_text(damaged).text in (want, damaged)


@pytest.mark.parametrize("kind", sorted(EXACT))
@given(text=PIECES, seed=st.integers(0, 10**6))
@settings(max_examples=40)
def test_each_kind_is_undone(kind: str, text: str, seed: int) -> None:
    want = canonical(text)
    assert clean_text(EXACT[kind](want, random.Random(seed))).text == want


@given(PIECES, combinations())
def test_every_clean_stretch_is_what_its_source_cleans_to(text: str, damage: tuple[list[str], int]) -> None:
    cleaned = clean_text(apply_damage(canonical(text), *damage))
    for line_start, line in _lines(cleaned.text):
        if regex.search(r"\w", line):  # marks alone take their width from the lines around them
            cut = cleaned.slice_source(line_start, line_start + len(line))
            assert clean_text(cut).text in (line, line.strip())


def _lines(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for line in text.split("\n"):
        found.append((at, line))
        at += len(line) + 1
    return found


@given(PIECES, st.integers(0, 10**6), st.booleans())
def test_shifted_bytes_never_change_a_number(text: str, seed: int, commas: bool) -> None:
    """Digits of the original come out in their order; those that are gone are marked where they were."""
    want = canonical(text).replace("\n", "")
    cleaned = clean_text(shift_bytes(want, random.Random(seed), commas=commas))
    doubtful = {at for start, end in cleaned.doubtful() for at in range(start, end)}
    sure = [number for number in _numbers(cleaned.text) if not doubtful & set(range(number[0] - 1, number[1] + 1))]
    known = [cut for _, _, cut in _numbers(want)]
    for _, _, number in sure:
        assert number in known


def _numbers(text: str) -> list[tuple[int, int, str]]:
    return [(m.start(), m.end(), m[0]) for m in regex.finditer(r"\d[\d.,]*\d|\d", text)]


@given(PIECES, st.integers(0, 10**6))
def test_hard_wraps_never_break_a_number(text: str, seed: int) -> None:
    joined = canonical("".join(f"第{n}批{text}" for n in range(10, 18))).replace("\n", "")
    want = canonical(joined).replace("\n", "")  # marks that have met are clean too
    wrapped = wrap_hard(want, random.Random(seed))
    if wrapped.count("\n") >= 4:
        assert [n for *_, n in _numbers(clean_text(wrapped).text)] == [n for *_, n in _numbers(want)]


@pytest.mark.parametrize(
    "way", sorted(Path(__file__).parent.parent.glob("golden/*/docs/*.txt")), ids=lambda path: path.stem
)
def test_bodies_of_documents_are_clean(way: Path) -> None:
    body = clean(way.read_text("utf-8")).text
    assert clean(body).text == body
