"""Numbers as Chinese text writes them: Arabic, Chinese and mixed, with scale words, ranges of neighbours and vagueness.

`RUN` finds runs of numeral characters, `interpret` reads the number at the head of a run, `parse_number` reads one that
stands alone. Scale words belong to the number (13.9亿 is 1390000000); an impossible order of them (五百亿万亿万), a broken
grouping (1,23,4567) or a run of more than forty characters is no number.

    >>> [str(parse_number(s)) for s in ("13.9亿", "1万5千", "3.5万亿", "一万二", "三点五", "1,247", "负五")]
    ['1390000000', '15000', '3500000000000', '12000', '3.5', '1247', '-5']
    >>> [str(parse_number(s)) for s in ("二〇二四", "廿五", "壹佰贰拾叁", "半", "1万2000", "二点三万", "-3.20")]
    ['2024', '25', '123', '0.5', '12000', '23000', '-3.20']
    >>> [parse_number(s) for s in ("五百亿万亿万", "三五百", "1,23,4567", "百分", "9" * 400)]
    [None, None, None, None, None]

Two neighbouring digits name a range (三五百: 300 to 500, 十五六: 15 to 16), 数十 means 20 to 90, 十几 11 to 19; 余, 多 and 来
say that there is a little more.

    >>> numeral = interpret("十五六")
    >>> str(numeral.low), str(numeral.high), numeral.length, interpret("百余").more, interpret("2700多亿").low
    ('15', '16', 3, True, Decimal('270000000000'))
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from clusterx.mentions.han_numerals import LONGEST, read_integer
from clusterx.pattern import Pattern

_DIGITS = "零〇○一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_HAN = _DIGITS + "十百千万亿兆拾佰仟廿卅"
_S = "[十百千万亿兆]"
_VAGUE = "[数几](?![0-9一二两三四五六七八九])"
"""数十, 几百; in 企业总数28家 and 户数三百 the word before ends with 数."""

_ARABIC_RUN = r"[0-9]+(?:[.,][0-9]+)*"
RUN = rf"(?:[0-9{_HAN}]|{_VAGUE})(?:[0-9]*+(?:[.,][0-9]++)*+[{_HAN}点余多来几]++)*+[0-9]*+(?:[.,][0-9]++)*+"
"""A run of characters that may be a numeral, for `regex`: possessive, so that a million digits cost no more than their length."""

RUNS = Pattern(
    rf"[0-9{_HAN}数几](?<![数几](?=[0-9一二两三四五六七八九]))[0-9{_HAN}点余多来几]*(?:[.,][0-9][0-9{_HAN}点余多来几]*)*"
)
"""The same for `re`: as no part can give back what another could take, its time is linear too, and a third of `regex`'s."""

FIRST = frozenset(f"0123456789{_HAN}数几")
"""The characters that a numeral may begin with."""

_NUMERAL = Pattern(
    rf"""(?x)
    (?P<vague>[数几])?+
    (?: (?P<arabic>{_ARABIC_RUN}) (?P<scale>{_S}++)?+
        (?P<rest>(?:零?+(?:[0-9]++(?:\.[0-9]++)?+|[一二三四五六七八九]){_S}++)++)?+ (?:零(?P<odd>[0-9]{{1,3}}+)(?![0-9.,]))?+ (?P<ones>(?<=[百千万亿])[0-9]{{1,8}}+(?![0-9.,、．)）]))?+
      | (?P<han>[{_HAN}]++) (?:点(?P<point>[{_DIGITS}]++)(?P<after>[百千万亿]++)?+)?+
    )
    (?: (?P<more>[余多来几]) (?P<tail>{_S}++)?+ )?+
    """,
)
_PLAIN = Pattern(r"([0-9]+(?:\.[0-9]+)?)([十百千万亿兆]*)")
"""Most numbers are no more than this, and are read without asking the whole pattern."""
_NEIGHBOURS = Pattern(r"(.*?[十百千万亿])??([一二两三四五六七八])([二两三四五六七八九])([十百千万亿]*+)")
_LAST_SCALE = Pattern(r"[百千万亿]+\Z")
_PARTS = Pattern(r"([0-9.]+|[一二三四五六七八九])([十百千万亿兆]+)")

SCALE = {
    word: Decimal(10) ** power
    for word, power in (
        ("", 0), ("十", 1), ("百", 2), ("千", 3), ("万", 4), ("十万", 5), ("百万", 6), ("千万", 7), ("亿", 8), ("十亿", 9),
        ("百亿", 10), ("千亿", 11), ("万亿", 12), ("兆", 12), ("十万亿", 13), ("百万亿", 14), ("千万亿", 15),
    )
}  # fmt: skip

Kind = Literal["arabic", "han", "scale", "digits", "vague"]


class Numeral(NamedTuple):
    """The number at the head of a run: its `length`, its ends (equal but for a range), `more` if 余 or 多 follows.

    `kind`: Arabic or Chinese; `scale`: nothing but scale words (百, 千亿); `digits`: Chinese digits by position (二〇二四);
    `vague`: 数十, 十几. `unscaled` and `scale` are the parts of one number, for ranges such as 2-3万 and 五至十亿.
    """

    length: int
    low: Decimal
    high: Decimal
    kind: Kind
    more: bool = False
    unscaled: Decimal | None = None
    scale: Decimal = Decimal(1)
    raw: str = ""


@lru_cache(maxsize=8192)
def interpret(run: str) -> Numeral | None:
    """The number at the head of a run of numeral characters, or None where there is none that can be read."""
    if len(run) > LONGEST:
        return None
    if (plain := _PLAIN.fullmatch(run)) is not None:
        return _scaled(run, plain[1], plain[2])
    match = _NUMERAL.match(run)
    if match is None:
        return None
    if match["more"] and match["tail"] is None and run[match.end() : match.end() + 1].isdigit():
        return None
    left_over = run[match.end() : match.end() + 1]
    if left_over and (left_over.isdigit() or left_over in _HAN):
        return None
    return _arabic(match) if match["arabic"] else _han(match)


def _scaled(run: str, digits: str, word: str) -> Numeral | None:
    scale = SCALE.get(word)
    if scale is None:
        return None
    value = Decimal(digits)
    total = _plain(value * scale)
    return Numeral(len(run), total, total, "arabic", False, value, scale, run)


def _arabic(match: re.Match[str]) -> Numeral | None:
    value, scale = _grouped(match["arabic"]), SCALE.get(match["scale"] or "")
    if value is None or scale is None or match["vague"]:
        return None
    total = _with_rest(_plain(value * scale), scale, match["rest"] or "", match["ones"] or "", match["odd"] or "")
    if total is None:
        return None
    if match["more"]:
        return _and_more(match, total, "arabic")
    composed = match["rest"] or match["ones"] or match["odd"]
    return Numeral(match.end(), total, total, "arabic", False, None if composed else value, scale, match[0])


def _and_more(match: re.Match[str], value: Decimal, kind: Kind) -> Numeral | None:
    """10余, 2700多亿, 百来: the word counts as part of the number only before a scale word or a unit."""
    tail = SCALE.get(match["tail"] or "")
    if tail is None or match["more"] == "几":
        return None
    low = value * tail
    return Numeral(match.end(), low, low, kind, True, raw=match[0])


def _grouped(written: str) -> Decimal | None:
    """3.5.2 is a heading and 1,23,4567 is damaged: neither is a number."""
    if "," in written:
        groups = written.partition(".")[0].split(",")
        if len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:]) or "," in written.partition(".")[2]:
            return None
        written = written.replace(",", "")
    return Decimal(written) if written.count(".") < 2 else None


def _plain(number: Decimal) -> Decimal:
    """Without the zeros that a scale word leaves behind the point: 13.9亿 is 1390000000, not 1390000000.0."""
    whole = number.to_integral_value()
    return whole if whole == number else number


def _with_rest(total: Decimal, scale: Decimal, rest: str, ones: str, odd: str) -> Decimal | None:
    """1万5千, 1亿3000万, 1万2000, 3万零5百: each part must be smaller than the scale before it."""
    for digits, word in _PARTS.findall(rest):
        factor = SCALE.get(word)
        part = Decimal(digits if digits.isascii() else str(read_integer(digits)))
        if factor is None or factor >= scale or part * factor >= scale:
            return None
        total, scale = total + part * factor, factor
    if odd:
        return total + Decimal(odd) if Decimal(odd) < scale else None
    return total + _ones(ones, scale) if ones and _fits(ones, scale) else None if ones else total


def _fits(ones: str, scale: Decimal) -> bool:
    """1万2000 and 1百23 fill the places below the scale word; 3万5 is 3万5千."""
    return len(ones) == scale.adjusted() or (len(ones) == 1 and ones != "0")


def _ones(ones: str, scale: Decimal) -> Decimal:
    return Decimal(ones) if len(ones) == scale.adjusted() else Decimal(ones) * scale / 10


def _han(match: re.Match[str]) -> Numeral | None:
    han, point, more = match["han"], match["point"], match["more"]
    if match["vague"]:
        return _several(match, han)
    if more == "几":
        return _and_some(match, han)
    if point:
        value = _decimal(han, point, match["after"] or "")
        return None if value is None or more else Numeral(match.end(), value, value, "han", raw=match[0])
    ends = _ends(han)
    if ends is None:
        return None
    if more:
        return _and_more(match, ends[0], _kind(han)) if ends[0] == ends[1] else None
    if ends[0] != ends[1]:
        return Numeral(match.end(), *ends, "han", raw=match[0])
    tail = _LAST_SCALE.search(han, 1)
    scale = SCALE.get(tail[0], Decimal(1)) if tail is not None else Decimal(1)
    return Numeral(match.end(), *ends, _kind(han), False, ends[0] / scale, scale, match[0])


def _kind(han: str) -> Kind:
    if han[0] in "百千万亿兆":
        return "scale"
    return "digits" if len(han) > 1 and all(c in _DIGITS for c in han) else "han"


def _several(match: re.Match[str], han: str) -> Numeral | None:
    """数十 and 几十: between two and nine times the scale word."""
    factor = SCALE.get(han)
    if factor is None or match["point"] or match["more"]:
        return None
    return Numeral(match.end(), 2 * factor, 9 * factor, "vague", raw=match[0])


def _and_some(match: re.Match[str], han: str) -> Numeral | None:
    """十几, 二十几万: one to nine more."""
    base, factor = read_integer(han), SCALE.get(match["tail"] or "")
    if base is None or factor is None or match["point"] or base % 10 or not 0 < base < 100:
        return None
    return Numeral(match.end(), (base + 1) * factor, (base + 9) * factor, "vague", raw=match[0])


def _ends(han: str) -> tuple[Decimal, Decimal] | None:
    """Low and high of a run of Chinese numeral characters; equal for one number."""
    neighbours = _NEIGHBOURS.fullmatch(han) if len(han) > 1 else None
    if neighbours is not None:
        head, first, second, scale = neighbours.groups()
        a, b = read_integer(first) or 0, read_integer(second) or 0
        if b == a + 1 or (a, b) == (3, 5):
            low, high = _whole((head or "") + first + scale), _whole((head or "") + second + scale)
            return (low, high) if low is not None and high is not None else None
    value = _whole(han)
    return None if value is None else (value, value)


def _whole(han: str) -> Decimal | None:
    if han[0] in "百千万亿兆":
        return SCALE.get(han)
    value = read_integer(han)
    return None if value is None else Decimal(value)


def _decimal(han: str, point: str, scale: str) -> Decimal | None:
    whole, factor = read_integer(han), SCALE.get(scale)
    if whole is None or factor is None:
        return None
    digits = "".join(str(read_integer(c)) for c in point)
    return _plain(Decimal(f"{whole}.{digits}") * factor)


_WIDE = {ord("０") + i: str(i) for i in range(10)} | {ord("．"): ".", ord("，"): ",", ord("　"): " "}


_FRACTION = Pattern(
    rf"(?:(?P<whole>[0-9{_HAN}]+)又)?(?:(?P<below>[0-9{_HAN}]+)分之(?P<above>[0-9.{_HAN}点]+)|(?P<over>[0-9]+)/(?P<under>[0-9]+))"
)
_HUNDREDS_OF_MILLIONS = Pattern(r"(.+)个亿")


def parse_number(text: str) -> Decimal | None:
    """The value of one number that stands alone, or None: a range or a vague number has no one value.

    A fraction without end is given to eight places.

    >>> [str(parse_number(s)) for s in ("四分之三", "一又二分之一", "百分之五", "2/3", "3个亿")]
    ['0.75', '1.5', '0.05', '0.66666667', '300000000']
    """
    text = text.translate(_WIDE).strip()
    if text[:1] in ("-", "−", "－", "负", "+") and len(text) > 1:
        value = None if text[1] in "-−－负+" else parse_number(text[1:])
        return None if value is None else value if text[0] == "+" else -value
    if text == "半":
        return Decimal("0.5")
    if (fraction := _FRACTION.fullmatch(text)) is not None:
        return _fraction(fraction)
    if (large := _HUNDREDS_OF_MILLIONS.fullmatch(text)) is not None:
        text = f"{large[1]}亿"
    numeral = interpret(text)
    if numeral is None or numeral.length != len(text) or numeral.more or numeral.low != numeral.high:
        return None
    return numeral.low


def _fraction(match: re.Match[str]) -> Decimal | None:
    below, above = parse_number(match["below"] or match["under"]), parse_number(match["above"] or match["over"])
    whole = parse_number(match["whole"]) if match["whole"] else Decimal(0)
    if not below or above is None or whole is None:
        return None
    value = whole + above / below
    return _plain(round(value, 8).normalize())
