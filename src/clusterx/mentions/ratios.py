"""Parts and multiples: 四分之三, 百分之六十, 2/3, 九成, 八五折, 半数, 翻两番, 倍增.

Fractions, 成 and 折 become per cent; 翻番, 翻倍 and 倍增 are one 番 (twice as much), 翻两番 two (four times).

    >>> from clusterx.mentions.quantities import parse_quantity
    >>> [(str(q.value), q.unit, q.bound) for q in map(parse_quantity, ("百分之六十以上", "八成五", "过半", "翻两番", "八五折"))]
    [('60', '%', 'at_least'), ('85', '%', 'exact'), ('50', '%', 'at_least'), ('2', '番', 'exact'), ('85', '%', 'exact')]
    >>> parse_quantity("三分之一").value, parse_quantity("千分之三").value, parse_quantity("百分之五到百分之八").high
    (Decimal('33.333333'), Decimal('0.3'), Decimal('8'))
"""

from __future__ import annotations

from decimal import Decimal

from clusterx.mentions.numerals import RUN, Numeral, interpret
from clusterx.mentions.reading import PERCENT, Read
from clusterx.mentions.units import Unit, unit_named
from clusterx.pattern import Pattern

WORD = (
    r"翻(?:了|上|了?[0-9一两二三四]{1,2}|了?几)?[番倍]|(?<!个)倍增(?!计划|行动|工程|方案|指挥|区|效应|器|技术|战略|目标|”|攻坚|三年)"
    r"|(?:[过超近逾]|一|占)半(?![年月天个小导径])数?|半数|百分百|两位数(?=增|以上|的?增)"
)
_HUNDRED = Decimal(100)
_RUN = Pattern(RUN)
_TO_FRACTION = Pattern(r"(?:[-–—－~～]{1,2}|至|到)(?:百分之)?")


def read_ratio_word(text: str, start: int, word: str) -> Read | None:
    """A word that is a ratio by itself."""
    end = start + len(word)
    if word[0] in "翻倍":
        return _folded(word, end)
    if word == "百分百":
        return Read(end, _HUNDRED, _HUNDRED, PERCENT, "quantity.fraction")
    if word == "两位数":
        return Read(end, Decimal(10), Decimal(99), PERCENT, "quantity.vague", "range")
    half = Decimal(50)
    return Read(
        end,
        half,
        half,
        PERCENT,
        "quantity.fraction",
        {"过": "at_least", "超": "at_least", "逾": "at_least", "近": "about"}.get(word[0], "exact"),  # type: ignore[arg-type]
    )


def _folded(word: str, end: int) -> Read | None:
    """翻番 and 翻倍 double; 翻两番 doubles twice; 翻两倍 multiplies."""
    if "几" in word:
        return None
    digits = word[1:-1].lstrip("了上")
    numeral = interpret(digits) if digits else None
    count = numeral.low if numeral is not None else Decimal(1)
    unit = unit_named("倍" if word[-1] == "倍" and digits else "番")
    return Read(end, count, count, unit, "quantity.times")


def read_tenths(text: str, numeral: Numeral, unit: Unit, end: int) -> Read | None:
    """九成 is 90 %, 八成五 85 %, 八折 80 % of the price, 八五折 and 85折 85 %."""
    low, high = numeral.low, numeral.high
    if unit.name == "折":
        low, high = (n if n > 10 else n * 10 for n in (low, high))
    else:
        low, high = low * 10, high * 10
        if text.startswith("半", end) and low == high and not numeral.more:
            return Read(end + 1, low + 5, high + 5, PERCENT, "quantity.fraction")
        if (
            low == high
            and text[end : end + 1] in tuple("一二三四五六七八九")
            and text[end + 1 : end + 2] not in tuple("个家成项")
        ):
            more = interpret(text[end])
            low = high = low + (more.low if more is not None else 0)
            end += 1
    if high > 100 or not low:
        return None
    return Read(end, low, high, PERCENT, "quantity.fraction", "at_least" if numeral.more else "exact")


def read_fraction(text: str, start: int, below: Numeral) -> Read | None:
    """三分之一, 百分之六十, 千分之三: the part above stands second. 2/3: it stands first."""
    end = start + below.length
    slash = text[end] == "/"
    run = _RUN.match(text, end + (1 if slash else 2))
    above = interpret(run[0]) if run is not None else None
    if run is None or above is None or below.low != below.high:
        return None
    stop = run.start() + above.length
    if slash:
        return _slashed(text, start, stop, below, above)
    return _spoken(text, stop, below, above)


def _slashed(text: str, start: int, stop: int, above: Numeral, below: Numeral) -> Read | None:
    """1/3 and 2/3 of something, not a date, a page count or a ratio of units."""
    if not 0 < above.low < below.low <= 10 or text[stop : stop + 1] in tuple("/0123456789页") or above.kind != "arabic":
        return None
    value = _share(above.low, below.low)
    return Read(stop, value, value, PERCENT, "quantity.fraction")


def _spoken(text: str, stop: int, below: Numeral, above: Numeral) -> Read | None:
    whole = below.low
    percentage = whole in (100, 1000, 10000) and below.kind == "scale" and above.high <= 10**5
    if not percentage and not (above.high < whole <= 100 and above.low > 0):
        return None
    low, high = _share(above.low, whole), _share(above.high, whole)
    further = _TO_FRACTION.match(text, stop) if whole == 100 else None
    run = _RUN.match(text, further.end()) if further is not None else None
    last = interpret(run[0]) if run is not None else None
    if run is not None and last is not None and last.low > low == high:
        return Read(run.start() + last.length, low, last.high, PERCENT, "quantity.range", "range")
    return Read(stop, low, high, PERCENT, "quantity.fraction", "at_least" if above.more else "exact")


def _share(part: Decimal, whole: Decimal) -> Decimal:
    """In per cent, to six places where the fraction has no end."""
    return (_HUNDRED * part / whole).quantize(Decimal("0.000001")).normalize() + 0
