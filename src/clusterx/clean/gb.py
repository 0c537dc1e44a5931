"""Double bytes of GBK as converters of web sites treated them.

>>> pair_of("造"), char_of(0xD4, 0xEC), is_dropped(0xAE, 0xCB), is_dropped(0xD4, 0xEC)
((212, 236), '造', True, False)
"""

from __future__ import annotations

from functools import cache, lru_cache

from clusterx.clean.script import simplify

FULL_WIDTH = {half: chr(ord(half) + 0xFEE0) for half in "!,:;?()"}


@lru_cache(1 << 15)
def pair_of(char: str) -> tuple[int, int] | None:
    """The two bytes of `char`, None if it has one or none."""
    raw = char.encode("gbk", "ignore")
    return (raw[0], raw[1]) if len(raw) == 2 else None


@cache
def char_of(lead: int, trail: int) -> str:
    """The character of two bytes, "" if there is none."""
    try:
        char = bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return ""
    return char if len(char) == 1 else ""


def is_dropped(lead: int, trail: int) -> bool:
    """Whether converters drop the pair in silence: a zone for user-defined characters or not assigned."""
    return 0x81 <= lead <= 0xFE and 0x40 <= trail <= 0xFE and trail != 0x7F and not char_of(lead, trail)


@cache
def is_common(char: str) -> bool:
    """A character of everyday text: a mark, or a character that simplified is of GB 2312, level one."""
    if char and char in "，。、；：！？（）“”‘’《》〈〉〔〕【】—…·％＋　〇":
        return True
    try:
        return char != "" and 0xB0 <= simplify(char).encode("gb2312")[0] < 0xD8
    except UnicodeEncodeError:
        return False


@cache
def common_of(lead: int, trail: int) -> str:
    """The common character of two bytes, "" if there is none."""
    return char if is_common(char := char_of(lead, trail)) else ""


@cache
def common_with_lead(lead: int) -> tuple[str, ...]:
    """The common characters that begin with the byte `lead`."""
    return tuple(c for trail in range(0x40, 0xFF) if (c := char_of(lead, trail)) and is_common(c))


@cache
def common_with_trail(trail: int) -> tuple[str, ...]:
    """The common ideographs that end with the byte `trail`."""
    return tuple(
        c for lead in range(0x81, 0xFF) if (c := char_of(lead, trail)) > "\u3400" and c < "\ua000" and is_common(c)
    )


@cache
def dropped_pairs() -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Trail bytes of common text with the lead bytes of common text that make a pair with them that converters drop."""
    leads = [lead for lead in range(0x81, 0xFF) if common_with_lead(lead)]
    return tuple(
        (trail, dropped) for trail in range(0x81, 0xFF) if (dropped := tuple(n for n in leads if is_dropped(trail, n)))
    )
