"""Numerals in Chinese characters, read by cn2an: the only module that calls it.

cn2an is exact on a bare integer, but `transform` on running text turns 一带一路 into 1带1路, it is quadratic on long
runs and it costs 0.15 s to import. So it is given bare integers that stand alone, of capped length; its answer is an
integer or nothing. What texts write most is known without it: all below a hundred, and round numbers (三百, 十五万,
两千亿), so that most texts are read before it is ever imported.

    >>> read_integer("一百二十三"), read_integer("两千"), read_integer("一万二"), read_integer("三万亿")
    (123, 2000, 12000, 3000000000000)
    >>> read_integer("二〇二四"), read_integer("十五"), read_integer("廿五"), read_integer("五百亿万亿万")
    (2024, 15, 25, None)
"""

from __future__ import annotations

from functools import lru_cache

LONGEST = 40
"""A longer run of numeral characters is no number that anyone writes."""

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_VARIANTS = str.maketrans("〇○两壹贰叁肆伍陆柒捌玖拾佰仟", "零零二一二三四五六七八九十百千")


def _below_hundred() -> dict[str, int]:
    names = "零一二三四五六七八九"
    small = {names[i]: i for i in range(10)}
    for tens in range(1, 10):
        head = "十" if tens == 1 else names[tens] + "十"
        for ones in range(10):
            tail = names[ones] if ones else ""
            small[head + tail] = tens * 10 + ones
            small[names[tens] + "十" + tail] = tens * 10 + ones
            if tens in (2, 3):
                small["廿卅"[tens - 2] + tail] = tens * 10 + ones
    return small


_SMALL = _below_hundred()
# What may stand behind a digit, and what behind any number below a hundred too: nobody writes 二十五百.
_SCALES = {
    "百": 10**2, "千": 10**3, "百万": 10**6, "千万": 10**7, "百亿": 10**10, "千亿": 10**11, "百万亿": 10**14, "千万亿": 10**15
}  # fmt: skip
_LARGE_SCALES = {"万": 10**4, "亿": 10**8, "万亿": 10**12}


@lru_cache(maxsize=4096)
def read_integer(numeral: str) -> int | None:
    """The integer that a numeral of Chinese digits and scale words names, else None."""
    if not 0 < len(numeral) <= LONGEST:
        return None
    plain = numeral.translate(_VARIANTS)
    if plain in _SMALL:
        return _SMALL[plain]
    if all(c in DIGITS for c in plain):
        return int("".join(str(DIGITS[c]) for c in plain))
    if (round_number := _read_round(plain)) is not None:
        return round_number
    plain = plain.replace("廿", "二十").replace("卅", "三十")
    # 一亿二 is 一亿二千万, as 一万二 is 一万二千.
    return _ask_cn2an(f"{plain}千万" if plain[-2:-1] == "亿" and plain[-1] in DIGITS else plain)


def _read_round(plain: str) -> int | None:
    """A number below a hundred and one scale behind it, else None."""
    head = plain.rstrip("百千万亿")
    scale = plain[len(head) :]
    factor = _LARGE_SCALES.get(scale) or (_SCALES.get(scale, 0) if head in DIGITS else 0)
    return factor * _SMALL.get(head, 0) or None


def _ask_cn2an(plain: str) -> int | None:
    import cn2an

    try:
        value = cn2an.cn2an(plain, "normal")
    except (ValueError, TypeError, KeyError):
        return None
    return int(value) if value == int(value) else None
