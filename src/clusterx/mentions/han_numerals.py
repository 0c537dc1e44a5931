"""Numerals in Chinese characters, read by cn2an: the only module that calls it.

cn2an is exact on a bare integer, but `transform` on running text turns 一带一路 into 1带1路, it is quadratic on long
runs and it costs 0.1 s or more to import. So it is given bare integers that stand alone, of capped length, and only
where they exceed ninety-nine; its answer is an integer or nothing.

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
    plain = plain.replace("廿", "二十").replace("卅", "三十")
    # 一亿二 is 一亿二千万, as 一万二 is 一万二千.
    return _ask_cn2an(f"{plain}千万" if plain[-2:-1] == "亿" and plain[-1] in DIGITS else plain)


def _ask_cn2an(plain: str) -> int | None:
    import cn2an

    try:
        value = cn2an.cn2an(plain, "normal")
    except (ValueError, TypeError, KeyError):
        return None
    return int(value) if value == int(value) else None
