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

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from clusterx.lexicon import per_lexicon
from clusterx.mentions import bounds
from clusterx.mentions.bare import read_bare, read_bare_range
from clusterx.mentions.compounds import HALF, currency_before, read_and_half, read_half, with_smaller_parts
from clusterx.mentions.found import Found
from clusterx.mentions.lists import read_neighbours, share_units
from clusterx.mentions.not_quantities import is_code, name_end, names
from clusterx.mentions.numerals import RUN, RUNS, Numeral, interpret
from clusterx.mentions.ranks import find_rank
from clusterx.mentions.ratios import WORD, read_fraction, read_ratio_word, read_tenths
from clusterx.mentions.reading import BARE, PERCENT, Read, plain_end
from clusterx.mentions.sizes import read_class, read_two_classes
from clusterx.mentions.units import Unit, read_unit, unit_beginnings, unit_named
from clusterx.records import Bound, Quantity

_WORDS = regex.compile(rf"{WORD}|{HALF}")
_RUN = regex.compile(RUN)
_UNIT_HEADS = {"千": frozenset("瓦克米伏帕卡焦升赫"), "兆": frozenset("瓦伏帕焦赫字比"), "百": frozenset("帕分")}
_DASHES = frozenset("-–—―－~～〜∼﹣至到 ")
_DASH = regex.compile(r"\s?(?:[-–—―－~～〜∼﹣]{1,2}|至|到)\s?(?=[0-9零一二两三四五六七八九十百千半])")


_LONE = frozenset("一二两三四五六七八九十百千万亿零数几")


@per_lexicon
def _may_follow() -> frozenset[str]:
    """What may stand behind a lone Chinese numeral that counts: 三产融合 and 统一 need no second look."""
    return unit_beginnings() | _DASHES | frozenset("分半级体规、")


def find_quantities(text: str, taken: Sequence[Found] = ()) -> list[Found]:
    """Every quantity in the order of the text that does not begin within one of `taken`, which are in that order too."""
    found: list[Found] = []
    done = 0
    follow = _may_follow()
    periods = iter(taken)
    period = next(periods, None)
    for start, end, is_word in _candidates(text):
        while period is not None and period.end <= start:
            period = next(periods, None)
        if start < done or (period is not None and period.start <= start):
            continue
        run = text[start:end]
        if not run[0].isascii() and (behind := name_end(text, start)) > start:
            done = behind
            continue
        mention = None
        if start and text[start - 1] in "第前":
            mention = _rank(text, start, run, done)
        if mention is None:
            if end - start == 1 and run in _LONE and text[end : end + 1] not in follow:
                continue
            read = _read_word(text, start, run) if is_word else _read(text, start, run)
            mention = _bounded(text, start, read, done) if read is not None else None
        if mention is not None:
            found.append(mention)
            done = mention.end
    return share_units(text, found)


def _candidates(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of what may be a quantity, and whether it is a word (半年, 翻番); a word goes before a run of numerals."""
    words = _WORDS.finditer(text)
    word = next(words, None)
    done = 0
    for run in RUNS.finditer(text):
        start, end = run.span()
        while word is not None and word.start() <= start:
            if word.start() >= done:
                yield (*word.span(), True)
                done = word.end()
            word = next(words, None)
        if start >= done:
            yield start, end, False
            done = end
    while word is not None:
        if word.start() >= done:
            yield (*word.span(), True)
        word = next(words, None)


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
    return read_half(text, start, word) if word[0] == "半" and word != "半数" else read_ratio_word(text, start, word)


def _read(text: str, start: int, run: str) -> Read | None:
    numeral = _numeral(text, start, run)
    if numeral is None:
        return read_two_classes(run, text, start)
    end = start + numeral.length
    if numeral.kind == "arabic":
        if is_code(text, start, end) and currency_before(text, start, BARE) is None:
            return None
    elif start and text[start - 1] == "第":
        return None
    if text.startswith(("分之", "/"), end):
        fraction = read_fraction(text, start, numeral)
        if fraction is not None or text[end] == "分":
            return fraction
    return _read_with_unit(text, start, end, numeral)


def _read_with_unit(text: str, start: int, end: int, numeral: Numeral) -> Read | None:
    """A class, a range, or a single number, whichever reads more."""
    if (sized := read_class(text, start, end, numeral)) is not None:
        return sized
    spaced = text.startswith(" ", end) and not text.startswith("年产", end + 1)
    found = read_unit(text, end + 1 if spaced else end)
    behind = found[1] if found is not None else end
    following = text[behind : behind + 1]
    if following == "、" and found is None and (near := read_neighbours(text, start, numeral)) is not None:
        return near
    dash = _DASH.match(text, behind) if following in _DASHES else None
    if dash is not None:
        ranged = _range(text, start, numeral, found[0] if found is not None else None, dash.end())
        if ranged is not None:
            return ranged
    return _single(text, start, numeral, found)


def _single(text: str, start: int, numeral: Numeral, found: tuple[Unit, int] | None) -> Read | None:
    end = start + numeral.length
    if found is None:
        return read_bare(text, start, end, numeral)
    unit, behind = found
    if unit.name == "个" and text.startswith("半", behind):
        return read_and_half(text, numeral, behind)
    if unit.name in ("成", "折"):
        return (
            None if names(text, start, behind, numeral.raw, unit.name, "") else read_tenths(text, numeral, unit, behind)
        )
    if not _counts(text, start, numeral, unit, behind):
        return None
    if unit.name == "块":
        unit = _coin(text, numeral, unit, behind)
    by = "quantity.range" if numeral.low != numeral.high else "quantity.number"
    if unit.name in ("倍", "番"):
        by = "quantity.times"
    read = Read(behind, numeral.low, numeral.high, unit, by, "at_least" if numeral.more else "exact")
    return (
        with_smaller_parts(text, read)
        if unit.dimension in ("money", "time") or text[behind : behind + 1] == "半"
        else read
    )


def _coin(text: str, numeral: Numeral, unit: Unit, end: int) -> Unit:
    """三万块 and 3块5 are money; 12块屏 are twelve pieces."""
    paid = numeral.low >= 10000 or text[end : end + 1] in tuple("毛0123456789一二三四五六七八九")
    return unit_named("元") if paid else unit


def _counts(text: str, start: int, numeral: Numeral, unit: Unit, end: int) -> bool:
    """Whether number and unit count something: an article (一个), half a name (二期) and a heading (万元) do not."""
    if names(text, start, end, numeral.raw, unit.name, unit.dimension):
        return False
    kind = numeral.kind
    if kind == "arabic":
        # 1人1岗, 1企1策: a way of working.
        return numeral.raw != "1" or text[end : end + 1] != "1"
    if kind == "scale":
        return _scale_counts(text, start, numeral, unit, end)
    if kind == "digits":
        return unit.dimension != "count" or len(numeral.raw) > 2
    return not (unit.digits_only and len(numeral.raw) == 1)


def _scale_counts(text: str, start: int, numeral: Numeral, unit: Unit, end: int) -> bool:
    """百家企业 is a slogan and 单位：万元 a heading; 近百家, 上千亿元, 亿元以上, 百余名 and 千亿元 are amounts."""
    if numeral.more or bounds.after(text, end) is not None or bounds.before(text, start, "scale") is not None:
        return True
    return len(numeral.raw) > 1 and unit.dimension != "count" and text[start - 1 : start] not in tuple("（(：:|｜/")


def _range(text: str, start: int, first: Numeral, unit: Unit | None, at: int) -> Read | None:
    """2-3个, 10%—15%, 5亿元~10亿元, 30～33万吨: unit and scale of the second serve the first that has none."""
    match = _RUN.match(text, at) if _WORDS.match(text, at) is None else None
    second = _numeral(text, at, match[0]) if match is not None else None
    if second is None or first.low != first.high or second.low != second.high or first.more:
        return None
    behind = at + second.length
    found = read_unit(text, behind + 1 if text.startswith(" ", behind) else behind)
    if found is None and unit is None:
        return read_bare_range(text, start, (first, second), _shared(first, second), behind)
    last = _single(text, at, second, found)
    if last is None or last.unit is BARE:
        return None
    if unit is not None and (found is None or unit.name != found[0].name):
        return None
    low = first.low if unit is not None else _shared(first, second)
    if found is not None and found[0].name in ("成", "折"):
        low *= 10
    return Read(last.end, low, last.low, last.unit, "quantity.range", "range") if low < last.low else None


def _shared(first: Numeral, second: Numeral) -> Decimal:
    """2-3万 means 20000 to 30000, but 2000-3万 does not scale its lower end."""
    if second.unscaled is None or first.unscaled is None or first.scale != 1:
        return first.low
    return first.low * second.scale if first.low < second.unscaled else first.low


def _bounded(text: str, start: int, read: Read, done: int) -> Found:
    """Add a currency and the bound words around an expression."""
    unit, end, bound = read.unit, read.end, read.bound
    if (currency := currency_before(text, start, unit)) is not None and currency[1] >= done:
        unit, start = currency
    behind = bounds.after(text, end)
    if behind is not None:
        end = behind[1]
        bound = behind[0] if bound in ("exact", "about") else bound
    ahead = bounds.before(text, start, _counted(text, start, read))
    if ahead is not None and ahead[1] >= done:
        start = ahead[1]
        if text.startswith("内", end) and ahead[0] == "exact":
            end, ahead = end + 1, ("at_most", start)
        bound = _stronger(ahead[0], bound)
    elif (
        behind is None and unit.dimension == "time" and text.startswith("内", end) and not text.startswith("内部", end)
    ):
        end, bound = end + 1, "at_most"
    start = _signed(text, start, done)
    surface = text[start:end]
    return Found("quantity", start, end, surface, _quantity(read, unit, bound, surface), None, read.by)


def _counted(text: str, start: int, read: Read) -> bounds.Counted:
    """What 突破, 过 or 上 would have as its object here."""
    if read.unit.dimension in ("money", "ratio") or read.low >= 10000 or read.by == "quantity.class":
        return "amount" if text[start] not in "百千万亿" else "scale"
    if text[start] in "百千万亿":
        return "scale"
    if read.unit.name in _UNBROKEN:
        return "thing"
    # 平台突破100个 compares; 突破30个瓶颈 has its object behind it, and 技术突破30项 counts breakthroughs.
    return "thing" if read.unit.name not in _BROKEN and plain_end(text, read.end) else "count"


_BROKEN = frozenset("项种款类批道处件")
_UNBROKEN = frozenset(
    (
        "家",
        "户",
        "人",
        "名",
        "位",
        "辆",
        "台",
        "套",
        "艘",
        "架",
        "吨",
        "亩",
        "公里",
        "件",
        "标箱",
        "倍",
        "千瓦",
        "MW",
        "GW",
        "GWh",
    )
)


def _signed(text: str, start: int, done: int) -> int:
    """Take in a minus sign: -3.2%, 负0.5个百分点, 零下5℃."""
    if text.endswith("零下", done, start):
        return start - 2
    if start <= done or text[start - 1] not in "-−－负" or not text[start].isdigit():
        return start
    left = text[start - 2] if start > 1 else " "
    return start if left.isdigit() or (left.isascii() and left.isalpha()) or left in "%年月日号)）-—" else start - 1


def _stronger(ahead: Bound, own: Bound) -> Bound:
    """What stands before outweighs 余 and 级; a limit outweighs 约."""
    if own == "range" or ahead == "exact" or (ahead == "about" and own in ("at_least", "at_most")):
        return own
    return ahead


def _quantity(read: Read, unit: Unit, bound: Bound, surface: str) -> Quantity:
    ranged = read.low != read.high
    value = -read.low if surface[0] in "-−－负零" and surface[:2] != "零点" else read.low
    return Quantity(
        value=None if ranged else value,
        low=read.low if ranged else None,
        high=read.high if ranged else None,
        unit=unit.name,
        dimension=unit.dimension,
        bound="range" if ranged else bound,
        text=surface,
    )


__all__ = ["PERCENT", "find_quantities", "parse_quantity"]
