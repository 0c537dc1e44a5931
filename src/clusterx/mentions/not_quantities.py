"""Numbers that count nothing: ordinals, codes, models, document and phone numbers, names and idioms.

`name_end` looks at a place where a numeral in Chinese characters begins, `is_code` at the neighbours of an Arabic one,
`names` at what number and unit make together (一个 is an article, 二期 a phase, 六个一 a way of working).

    >>> name_end("一带一路倡议", 0), name_end("四个全面", 0), name_end("三家企业", 0)
    (4, 4, 0)
    >>> is_code("G236线", 1, 4), is_code("甲政发〔2024〕18号", 4, 8), is_code("共12家", 1, 3), is_code("3.5.2", 2, 3)
    (True, True, False, True)
"""

from __future__ import annotations

from dataclasses import dataclass

from clusterx.lexicon import rows
from clusterx.pattern import Pattern


@dataclass(frozen=True)
class NameRow:
    """A row of `not_quantities.tsv`: an expression that begins with a numeral and is no quantity."""

    name: str


def _names() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for row in rows("not_quantities", NameRow):
        table.setdefault(row.name[0], []).append(row.name)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in table.items()}


_NAMES = _names()
_NO_NAMES = ("\0",)


def name_end(text: str, at: int) -> int:
    """Where the idiom or name that begins at `at` ends; `at` where none begins."""
    names = _NAMES.get(text[at], _NO_NAMES)
    if not text.startswith(names, at) or text.startswith("分之", at + 1):
        return at
    return next(at + len(name) for name in names if text.startswith(name, at))


_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_@")
_DIGITS = frozenset("0123456789")
_CODE_BEFORE = frozenset("第〔[【［﹝#№+＋*×^") | _LETTERS
_CODE_AFTER = frozenset("^号#＃强+＋*×_@〕】］﹞")
_ORDINAL_LIST = Pattern(r"第(?:[0-9]{1,3}[、和至—-])* ?\Z")
_CHAIN = frozenset("-./:：∶–—－~～")
_NEAR_CODES = _CHAIN | frozenset(" 、和至")
BEFORE_CODES = _CODE_BEFORE | _NEAR_CODES
BEHIND_CODES = _CODE_AFTER | frozenset(":：∶")
"""What stands beside every number that `is_code`."""
_BEFORE_POINT = frozenset(" .，。；（(到达为是约过超近至增共有")
"""达到.5亿元 has lost a digit; 发展.5家 begins a sentence."""


def is_code(text: str, start: int, end: int) -> bool:
    """Whether the neighbours of the number at [start, end) make it a number of something or part of a code."""
    left = text[start - 1] if start else "\n"
    right = text[end] if end < len(text) else "\n"
    if left in _CODE_BEFORE or right in _CODE_AFTER:
        return True
    if left not in _NEAR_CODES:
        return right in ":：∶" and text[end + 1 : end + 2] in _DIGITS and end + 1 < len(text)
    if left in " 、和至—-" and _ORDINAL_LIST.search(text, max(0, start - 8), start) is not None:
        return True
    if left in _CHAIN and start > 1 and (text[start - 2] in _DIGITS or text[start - 2] in _LETTERS):
        return True
    if left == "." and (start == 1 or text[start - 2] in _BEFORE_POINT):
        return True
    return right in ":：∶" and text[end + 1 : end + 2] in _DIGITS and end + 1 < len(text)


_LABEL = Pattern(
    r"(?:邮 ?编|编 ?码|编 ?号|电 ?话|传 ?真|号 ?码|热 ?线|QQ|代 ?码|账 ?号|手机|微信|文号|证号|备案号|网站标识码) ?[:：]? ?\Z"
)
_STANDARD = Pattern(r"[A-Za-z] \Z")


def is_number_of(text: str, start: int) -> bool:
    """Whether a number without unit that begins at `start` is a telephone or post number or that of a standard.

    >>> is_number_of("邮编：256600", 3), is_number_of("GB/T 2260", 5), is_number_of("达到1.8", 2)
    (True, True, False)
    """
    return any(p.search(text, max(0, start - 7), start) is not None for p in (_LABEL, _STANDARD))


_ARTICLE_TIME = Pattern(r"(?:新的?|这|那|每|又|某|同|近|历|常|另|是)\Z")
_YEAR_IDIOM = ("一度", "之", "四季", "到头", "中", "来", "里", "又", "一")
_PROGRAMME = ("行动", "攻坚", "倍增", "计划", "规划", "滚动", "大变样", "提升行动", "大干")
_RANKED = frozenset("名位批届期轮")


def names(text: str, start: int, end: int, raw: str, unit: str, dimension: str) -> bool:
    """Whether the number `raw` with its unit, text[start:end], is a name, an article or a rank and counts nothing."""
    following = _FOLLOWERS.get(unit)
    if following is not None and text[end : end + 1] in following[0]:
        _, always, han = following
        if text.startswith(always, end) or (raw[0] not in _DIGITS and text.startswith(han, end)):
            return True
    if dimension == "time":
        return _is_span_name(text, start, end, raw, unit)
    if unit in _RANKED and start and text[start - 1] == "前":
        return text[start - 2 : start] not in ("目前", "此前", "之前", "以前")
    if raw == "一" and text.startswith(("最后", "最初"), max(0, start - 2)):
        return True
    return dimension == "count" and raw in ("一", "壹", "二")


def names_spread(text: str, start: int, end: int, unit: str, dimension: str) -> bool:
    """Whether text[start:end], with a blank before its unit, is a name that is set with blanks: 三 只 松 鼠, 第 三 方.

    >>> names_spread("三 只 松 鼠", 0, 3, "只", "count"), names_spread("三 家 企 业", 0, 3, "家", "count")
    (True, False)
    """
    if text[end : end + 1] != " " and text[start] in _DIGITS:
        return False
    if _SPREAD_ORDINAL.search(text, max(0, start - 12), start):
        return True
    whole, part = text[start : end + 16].replace(" ", ""), text[start:end].replace(" ", "")
    return name_end(whole, 0) > 0 or names(whole, 0, len(part), part.removesuffix(unit), unit, dimension)


_SPREAD_ORDINAL = Pattern(r"第 (?:[0-9〇零一二三四五六七八九十百、和至—-]+ )*\Z")


@dataclass(frozen=True)
class FollowerRow:
    """A row of `after_units.tsv`: what behind a number and this unit shows that there is no unit."""

    unit: str
    next: tuple[str, ...]
    han_only: bool = False


def _read_followers() -> dict[str, tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]]:
    """For each unit, what such words begin with, those that always tell and those that tell behind Chinese numerals."""
    table: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for row in rows("after_units", FollowerRow):
        always, han = table.get(row.unit, ((), ()))
        table[row.unit] = (always, han + row.next) if row.han_only else (always + row.next, han)
    return {
        unit: (frozenset(word[0] for word in (*always, *han)), always, han) for unit, (always, han) in table.items()
    }


_FOLLOWERS = _read_followers()


def begin_behind(unit: str) -> frozenset[str]:
    """What the words begin with that show, behind a number and this unit, that `names` something.

    >>> "行" in begin_behind("年"), begin_behind("亩")
    (True, frozenset())
    """
    following = _FOLLOWERS.get(unit)
    programme = frozenset(word[0] for word in _PROGRAMME) if unit == "年" else frozenset()
    return programme if following is None else programme | following[0]


def _is_span_name(text: str, start: int, end: int, raw: str, unit: str) -> bool:
    if unit == "年" and text.startswith(_PROGRAMME, end):
        return True
    if raw != "一":
        return False
    return _ARTICLE_TIME.search(text, max(0, start - 2), start) is not None or text.startswith(_YEAR_IDIOM, end)
