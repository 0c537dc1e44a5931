"""Quantities in running text: a number, its unit, its bounds.

    >>> [(f.text, str(f.quantity.value), f.quantity.unit, f.quantity.bound) for f in find_quantities(
    ...     "总投资13.9亿元，占地近1000亩，培育企业不少于30家，亿元以上项目71个")]
    [('13.9亿元', '1390000000', '元', 'exact'), ('近1000亩', '1000', '亩', 'about'), \
('不少于30家', '30', '家', 'at_least'), ('亿元以上', '100000000', '元', 'at_least'), ('71个', '71', '个', 'exact')]

Scale words belong to the number. A range may share unit and scale (2-3万吨). 百亿级 and 千亿产业 name a size class. 成, 折 and
分之 become per cent. What only looks like a quantity (一带一路, 5G, 第3位, 一个) is left out.

    >>> parse_quantity("2-3个").high, parse_quantity("四分之三").value, parse_quantity("近九成").unit
    (Decimal('3'), Decimal('75'), '%')
    >>> parse_quantity("一带一路"), parse_quantity("30家企业")
    (None, None)
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import regex

from clusterx.lexicon import per_lexicon
from clusterx.mentions import bounds
from clusterx.mentions.bare import read_bare, read_bare_range
from clusterx.mentions.compounds import (
    HALF,
    currency_before,
    read_change,
    read_half,
    read_split,
    read_unitless,
    with_smaller_parts,
)
from clusterx.mentions.found import Found
from clusterx.mentions.framing import framed, sign_before
from clusterx.mentions.lists import read_neighbours, share_units
from clusterx.mentions.not_quantities import is_code, name_end, names, names_spread
from clusterx.mentions.numerals import FIRST, RUN, RUNS, Numeral, interpret
from clusterx.mentions.plain import find_plain, plain_units
from clusterx.mentions.ranks import find_rank
from clusterx.mentions.ratios import WORD, read_fraction, read_ratio_word, read_tenths
from clusterx.mentions.reading import BARE, DASHES, LINES, PERCENT, TIMES, Read, plain_end
from clusterx.mentions.sizes import read_class, read_two_classes
from clusterx.mentions.units import Unit, read_unit, times_as_large, unit_beginnings, unit_named
from clusterx.records import Quantity

_WORDS = regex.compile(rf"{WORD}|{HALF}")
_RUN = regex.compile(RUN)
_UNIT_HEADS = {"千": frozenset("瓦克米伏帕卡焦升赫牛"), "兆": frozenset("瓦伏帕焦赫字比"), "百": frozenset("帕分")}
_DASH = regex.compile(
    rf"\s?(?:(?:[~～〜∼]|至|到)\s?(?P<minus>[-−－﹣负])|[{LINES}]{{1,2}}|至|到)\s?(?=[0-9零一二两三四五六七八九十百千半])"
)
"""Before a minus sign (-5～-3℃) only what cannot be taken for one is a dash."""


_WIDEST = 5
_CHANGED = regex.compile(r"(?:增加|减少|新增|净增|净减|净减少|净增加|增长|下降|提高|降低|增|减|压减|缩减)了?$")
_LONE = frozenset("一二两三四五六七八九十百千万亿零数几")


@per_lexicon
def _may_follow() -> frozenset[str]:
    """What may stand behind a lone Chinese numeral that counts: 三产融合 and 统一 need no second look."""
    return unit_beginnings() | DASHES | frozenset("分半级体规、")


def _may_count(text: str, end: int, follow: frozenset[str]) -> bool:
    """Whether what stands behind a lone Chinese numeral lets it count; 三、四家 is a range, 三、支持企业 a heading."""
    following = text[end : end + 1]
    return following in follow and (following != "、" or text[end + 1 : end + 2] in FIRST)


def find_quantities(text: str, taken: Sequence[Found] = ()) -> list[Found]:
    """Every quantity in the order of the text that does not begin within one of `taken`, which are in that order too."""
    found: list[Found] = []
    done = 0
    follow, plain = _may_follow(), plain_units()
    periods = iter([*((period.start, period.end) for period in taken), (len(text), len(text))])
    period_start, period_end = next(periods)
    for start, is_run, end in _candidates(text):
        if start < done:
            continue
        while period_end <= start:
            period_start, period_end = next(periods)
        if period_start <= start:
            continue
        run = text[start:end]
        mention = None
        if run[0] <= "9":
            mention = find_plain(text, start, run, done, plain)
        elif (behind := name_end(text, start)) > start:
            done = behind
            continue
        if mention is None and text[start - 1 : start] in _RANKS:
            mention = _rank(text, start, run, done)
        if mention is None:
            if end - start == 1 and run in _LONE and not _may_count(text, end, follow):
                continue
            read = _read(text, start, run) if is_run else _read_word(text, start, run)
            mention = framed(text, start, read, done) if read is not None else None
        if mention is not None:
            found.append(mention)
            done = mention.end
    return share_units(text, found)


_RANKS = frozenset("第前")


def _candidates(text: str) -> list[tuple[int, bool, int]]:
    """Where what may be a quantity starts, whether it is a run of numerals or else a word (半年, 翻番), and where it ends."""
    words = [(word.start(), False, word.end()) for word in _WORDS.finditer(text)]
    runs = [(run.start(), True, run.end()) for run in RUNS.finditer(text)]
    return _apart(sorted([*words, *runs])) if words else runs


def _apart(candidates: list[tuple[int, bool, int]]) -> list[tuple[int, bool, int]]:
    """Those that begin in none before them: 一半 is a word and no 一."""
    kept = []
    done = 0
    for candidate in candidates:
        if candidate[0] >= done:
            kept.append(candidate)
            done = candidate[2]
    return kept


def _rank(text: str, start: int, run: str, done: int) -> Found | None:
    numeral = _numeral(text, start, run)
    return None if numeral is None else find_rank(text, start, start + numeral.length, numeral, done)


def parse_quantity(text: str) -> Quantity | None:
    """The one quantity that a whole string writes, else None."""
    text = text.strip()
    found = find_quantities(text)
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)):
        return found[0].quantity
    return None


def _numeral(text: str, start: int, run: str) -> Numeral | None:
    """The number of a run; 千 and 兆 belong to the unit in 8000千瓦 and 60兆瓦."""
    heads = _UNIT_HEADS.get(run[-1])
    if heads is not None and text[start + len(run) : start + len(run) + 1] in heads and len(run) > 1:
        run = run[:-1]
    return interpret(run)


def _read_word(text: str, start: int, word: str) -> Read | None:
    if word[0] != "半" or word == "半数":
        return read_ratio_word(text, start, word)
    half = read_half(text, start, word)
    dash = _DASH.match(text, half.end) if half is not None and text[half.end : half.end + 1] in DASHES else None
    if half is None or dash is None:
        return half
    match = _RUN.match(text, dash.end())
    second = _numeral(text, dash.end(), match[0]) if match is not None else None
    if second is None or second.low != second.high:
        return half
    last = _single(text, dash.end(), second, read_unit(text, dash.end() + second.length))
    return _joined(half.low, half.unit, last, dash) or half


def _read(text: str, start: int, run: str) -> Read | None:
    numeral = _numeral(text, start, run)
    if numeral is None:
        return read_two_classes(run, text, start)
    end = start + numeral.length
    if numeral.kind == "arabic":
        if numeral.raw[:2] == "00":
            return None
        if is_code(text, start, end) and currency_before(text, start, BARE) is None:
            return None
    elif start and text[start - 1] == "第":
        return None
    if text[end : end + 1] in _FRACTION_BEGINS and text.startswith(("分之", "/"), end):
        fraction = read_fraction(text, start, numeral)
        if fraction is not None or text[end] == "分":
            return fraction
    return _read_with_unit(text, start, end, numeral)


_FRACTION_BEGINS = frozenset("分/")


def _read_with_unit(text: str, start: int, end: int, numeral: Numeral) -> Read | None:
    """A class, a range, or a single number, whichever reads more."""
    if (sized := read_class(text, start, end, numeral)) is not None:
        return sized
    spaced = text.startswith(" ", end) and not text.startswith("年产", end + 1)
    found = read_unit(text, end + 1 if spaced else end)
    if spaced and found is not None and names_spread(text, start, found[1], found[0].name, found[0].dimension):
        return None
    behind = found[1] if found is not None else end
    following = text[behind : behind + 1]
    if following and following in "（(":
        behind = bounds.inclusive_end(text, behind)
        following = text[behind : behind + 1]
    if following == "、" and found is None and (near := read_neighbours(text, start, numeral)) is not None:
        return near
    dash = _DASH.match(text, behind) if following in DASHES else None
    if dash is not None:
        ranged = _range(text, start, numeral, found[0] if found is not None else None, dash)
        if ranged is not None:
            return ranged
    return _single(text, start, numeral, found)


def _single(text: str, start: int, numeral: Numeral, found: tuple[Unit, int] | None) -> Read | None:
    end = start + numeral.length
    if found is None:
        return read_unitless(text, start, end, numeral) or read_bare(text, start, end, numeral)
    unit, behind = found
    if unit.name == "个" and (split := read_split(text, numeral, behind)) is not None:
        return split
    if unit.name in _TENTHS_AND_CHANGE:
        return _small_part(text, start, numeral, unit, behind)
    if not _counts(text, start, numeral, unit, behind):
        return None
    if unit.name == "块":
        unit = _coin(text, numeral, unit, behind)
    by = TIMES.get(unit.name) or ("quantity.range" if numeral.low != numeral.high else "quantity.number")
    read = Read(behind, numeral.low, numeral.high, unit, by, "at_least" if numeral.more else "exact")
    return (
        with_smaller_parts(text, read)
        if unit.dimension in ("money", "time") or text[behind : behind + 1] == "半"
        else read
    )


_TENTHS_AND_CHANGE = frozenset(("成", "折", "角", "分钱"))


def _small_part(text: str, start: int, numeral: Numeral, unit: Unit, end: int) -> Read | None:
    """三成, 八折; 5角."""
    if unit.name in ("角", "分钱"):
        return read_change(text, numeral, unit, end)
    return None if names(text, start, end, numeral.raw, unit.name, "") else read_tenths(text, numeral, unit, end)


def _coin(text: str, numeral: Numeral, unit: Unit, end: int) -> Unit:
    """三万块, 一百块 and 3块5 are money; 12块屏 are twelve pieces."""
    spoken = numeral.kind == "han" and numeral.low >= 20 and plain_end(text, end)
    paid = spoken or numeral.low >= 10000 or text[end : end + 1] in tuple("毛0123456789一二三四五六七八九")
    return unit_named("元") if paid else unit


def _counts(text: str, start: int, numeral: Numeral, unit: Unit, end: int) -> bool:
    """Whether number and unit count something: an article (一个), half a name (二期) and a heading (万元) do not."""
    if names(text, start, end, numeral.raw, unit.name, unit.dimension):
        return False
    kind = numeral.kind
    if kind == "arabic":
        # 1人1岗, 1企1策: a way of working.
        return numeral.raw != "1" or text[end : end + 1] != "1" or unit.dimension == "time"
    if kind == "scale":
        return _scale_counts(text, start, numeral, unit, end)
    if kind == "digits":
        return unit.dimension != "count" or len(numeral.raw) > 2
    return not (unit.digits_only and len(numeral.raw) == 1) or text.endswith("零下", 0, start)


def _scale_counts(text: str, start: int, numeral: Numeral, unit: Unit, end: int) -> bool:
    """百家企业 is a slogan and 单位：万元 a heading; 近百家, 上千亿元, 亿元以上, 百余名 and 千亿元 are amounts."""
    if numeral.more or bounds.after(text, end) is not None or bounds.before(text, start, "scale") is not None:
        return True
    return len(numeral.raw) > 1 and unit.dimension != "count" and text[start - 1 : start] not in tuple("（(：:|｜/")


def _range(text: str, start: int, first: Numeral, unit: Unit | None, dash: regex.Match[str]) -> Read | None:
    """2-3个, 10%—15%, 5亿元~10亿元, -5～3℃: unit and scale of the second serve the first that has none."""
    if first.low != first.high or first.more:
        return None
    at = dash.end()
    sign = -1 if sign_before(text, start, 0) < start else 1
    if text[at] == "半":
        return _joined(sign * first.low, unit, _half_at(text, at), dash)
    match = _RUN.match(text, at) if _WORDS.match(text, at) is None else None
    second = _numeral(text, at, match[0]) if match is not None else None
    if second is None or second.low != second.high:
        return None
    behind = at + second.length
    found = read_unit(text, behind + 1 if text.startswith(" ", behind) else behind)
    if found is None and unit is None:
        return read_bare_range(text, start, (first, second), _shared(first, second), behind)
    low = first.low if unit is not None else _shared(first, second)
    if (unit if unit is not None else found[0] if found is not None else BARE).name in ("成", "折"):
        low, unit = low * 10, PERCENT
    last = _single(text, at, second, found)
    if (
        unit is not None
        and last is not None
        and last.low > low * _WIDEST
        and _CHANGED.search(text, max(0, start - 6), start)
    ):
        return None  # 减少3家至612家: what it was changed by, and what it came to
    return _joined(sign * low, unit, last, dash)


def _half_at(text: str, at: int) -> Read | None:
    word = _WORDS.match(text, at)
    return None if word is None else read_half(text, at, word[0])


def _joined(low: Decimal, unit: Unit | None, last: Read | None, dash: regex.Match[str]) -> Read | None:
    """From `low` to `last`, in the unit of the first, which may be the smaller one of a kind (30分钟至1小时)."""
    if last is None or last.unit is BARE or last.unit.name == "":
        return None
    high = -last.low if dash["minus"] else last.low
    shared = last.unit
    if unit is not None and unit.name != last.unit.name and not last.unit.name.startswith(f"{unit.name}/"):
        times = times_as_large(last.unit, unit)
        if times is None:
            return None
        high, shared = high * times, unit
    return Read(last.end, low, high, shared, "quantity.range", "range") if low < high else None


def _shared(first: Numeral, second: Numeral) -> Decimal:
    """2-3万 means 20000 to 30000, but 2000-3万 does not scale its lower end."""
    if second.unscaled is None or first.unscaled is None or first.scale != 1:
        return first.low
    return first.low * second.scale if first.low < second.unscaled else first.low


__all__ = ["PERCENT", "find_quantities", "parse_quantity"]
