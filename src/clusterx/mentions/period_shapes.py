"""The shapes of periods as patterns: where one may begin (`starts`), what it is (`match_shape`), a date with its parts (`POINT`).

`starts` is cheap and runs over the text; shapes and `POINT` are tried only there. All repeats are bounded.

    >>> POINT.match("2024年10月下旬").groupdict()["xun"], match_shape("2024—2026年", 0).lastgroup
    ('下', 'years')
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from clusterx.pattern import Pattern

YEAR = r"(?:(?:1[89]|20)[0-9]{2}|[一二][九〇零○][〇零○一二三四五六七八九]{2})"
MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY = (
    r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|[一二三四五六七八九])"
)
COUNT = r"(?:[0-9]{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
TO = r"(?:\s?(?:[-–—―－~～〜]{1,2}|至|到)\s?)"
_NO_MONTH = r"(?<![0-9.])(?:1[3-9]|[2-9][0-9]|00?)"
_NO_DAY = r"[0-9]{3}|3[2-9]|[4-9][0-9]|00?|三十[二三四五六七八九]|[四五六七八九]十[一二三四五六七八九]?"
"""What stands where a month or a day should and is none."""
RELATIVE_YEAR = (
    r"今年|(?<![日资基成样版])本年度?|当年|同年|去年|(?<![以之线路])上年度?|上一年度?|(?<![之此以目提])前年|(?<![说声证表])明年"
    r"|(?<![以之])下年度?|下一年度?|次年|翌年|(?:(?<=[，。；、：（\s到至在于和及与将从自明])|(?<=\A))后年(?!产|均)"
)
"""What stands before shows that a word is none: 达产后年产, 10万吨以上年产能, 说明年度."""
_NUMERAL = "0-9零〇○一二两三四五六七八九十廿卅"

NUMBERS = Pattern(
    rf"""(?x)[{_NUMERAL}](?<![{_NUMERAL}]{{2}})[{_NUMERAL}]*(?![{_NUMERAL}])
    (?=\s?[年月季号日]|学年|[周天世]|个[月季]|大以来|(?<=(?:19|20)[0-9]{{2}})(?:[-/.][0-9]|[、和及与](?:19|20)|[QH][1-4]|[上下]半年)
      |(?<=(?:19|20)[0-9]{{6}})(?![0-9])|(?<=(?:2[5-9]|[3-9][0-9]))时|[、和][二三四]季度|(?<=三八)(?:国际)?妇女节|(?<=[五六七八十]一)(?:劳动节|儿童节|建党节|建军节|国庆节|假期|期间|前|后|小长假|黄金周)
      |(?<=(?:19|20)[0-9]{{2}})[-–—―－~～〜至到]{{1,2}}\s?[{_NUMERAL}]
      |[-–—―－~～〜至到]{{1,2}}\s?第?[{_NUMERAL}]{{1,4}}\s?(?:[年月季周天日号]|个[月季])|(?<=五)(?:[”"’规时期末以初前后的，。；、]|\Z|(?=[\u4e00-\u9fff]))|(?<=一)[”"’])""",
)
"""Runs of digits that a period may begin with. One class and one look ahead: the scan is as fast as it can be."""

_WORDS = (
    "今晚|今早|昨晚|明晚|明早|后天|大前天|大后天|这个月|今年|本年|当年|同年|去年|上年|上一年|上上周|下下周|上上个|下下个|上个?礼拜|下个?礼拜|礼拜[一二三四五六日天]|上一季|下一季|即日(?=起)|正月|腊月|半年(?=[内前来之以])|前年|明年|下一年|下年|次年|翌年|后年|今天|今日|昨天|昨日|明天|明日|当天|当日|同日|前天"
    "|当月|同月|上半年|下半年|上个月|下个月|上月|下月|本月|上周|下周|本周|这周|上个?季度|下个?季度|本季度|上个?星期|下个?星期|上世纪"
    "|本世纪|到现在|第一季|第二季|第三季|第四季|第十(?=[一二三四五六七八]?个五年)|第1季|第2季|第3季|第4季|周一|周二|周三|周四|周五|周六|周日|星期一|星期二|星期三|星期四"
    "|星期五|星期六|星期日|星期天|每(?=[个一两三123年季半月周日天旬隔])|逐年|逐月|逐季|按月|按季|按年|截至|截止|到目前|迄今|至今(?![年天日])"
    "|近(?=[NUM几年些半])|过去(?=[NUM几半])|最近(?=[NUM半])|未来(?=[NUM几半])|今后(?=[NUM半])|此后(?=[NUM])|前(?=[NUM]{1,2}个?[月季])"
    "|头(?=[NUM]{1,2}个?月)|全年|年内|年底|年末|年初|年中|月底|月末|月初|民国|农历|党的十|党的二|元旦|春节|元宵|清明|劳动节|端午|中秋"
    "|国庆|圣诞节|除夕|教师节|建军节|重阳节|五四青年节"
)


def _by_first_character(words: str) -> str:
    """The alternatives as 今(?:年|天)|昨(?:天|日): a scan then asks each character once."""
    behind: dict[str, list[str]] = {}
    for word in words.split("|"):
        behind.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in behind.items())


WORDS = Pattern(_by_first_character(_WORDS.replace("NUM", _NUMERAL)))
"""Words that a period may begin with, each beginning with a literal so that the scan can skip."""


def starts(text: str) -> list[int]:
    """Where a period may begin, in order.

    >>> starts("2024年，今年1—9月，共12家")
    [0, 6, 8, 10]
    """
    found = {match.start() for match in WORDS.finditer(text)}
    for match in NUMBERS.finditer(text):
        at = match.start()
        # “十四五” and “七一” begin with their quotation mark.
        found.add(at - 1 if at and text[at - 1] in '“"‘' and text[match.end() - 1] in "五一" else at)
    return sorted(found)


_DAY_BEHIND = rf"\s?(?:[0-9]{{1,2}}|{DAY})\s?[日号]|(?:上中|中下|[上中下])旬|底|末|初(?!步)"
POINT = Pattern(
    rf"""(?x)
    (?: (?P<y>{YEAR})(?:\s?年(?!代|版|期|本(?![年月市省区县级科]))(?:度(?!假))?|(?=[上下]半年))
      | (?<![0-9.第至到—–~～-])(?P<yy>[0-9]{{2}})年(?=\s?(?:1[0-2]|0?[1-9])月(?!龄)|[上下]半年|[一二三四]季度)
      | 民国(?P<roc>[0-9]{{1,3}}|[一二三四五六七八九〇零百十]{{1,7}}|元)年(?:度(?!假))?
      | (?P<ry>{RELATIVE_YEAR})(?![版龄轻]) )?
    (?: \s?(?P<half>[上下]半年)(?:度(?!假))?
      | (?:(?<=年)|(?<=年度))(?P<whole>全年)(?:度(?!假))?
      | 第?(?P<q1>[一二三1-3])(?:季度)?{TO}第?(?P<q2>[二三四2-4])季度
      | (?P<twoq>一[、和]?二|二[、和]?三|三[、和]?四)季度
      | 第?(?P<q>[一二三四1-4])季度(?P<qpart>[末底])? | Q(?P<qq>[1-4]) | H(?P<hh>[12])
      | 前(?P<nq>[一二两三1-3])个?季度
      | [前头](?P<nm>1[0-2]|[1-9]|十[一二]?|[一二两三四五六七八九])个?月(?!内)
      | (?<![0-9.个第])(?P<m1>{MONTH})(?:月份?)?{TO}(?P<m2>{MONTH})月份?(?!龄|{DAY}[日号])
      | (?<![0-9.个第])(?P<dm>{MONTH})月(?P<d1>{DAY})[日号]?{TO}(?:(?P<dm2>{MONTH})月)?(?P<d2>{DAY})[日号]
      | (?<![0-9.个第])\s?(?P<m>{MONTH})\s?月(?:份(?!额))?
        (?:(?:\s?(?P<d>[0-9]{{1,2}}|{DAY})\s?[日号]|(?P<xun>上中|中下|[上中下])旬|(?P<mpart>底|末|初(?!步)))(?!龄)|(?!{_DAY_BEHIND}|龄))
      | 年?(?P<part>底(?![色盘线层])|末|初(?![步中级期心])|中(?=[，。；、前]|$))
    )?
    """,
)

_ISO = r"(?:19|20)[0-9]{2}[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12][0-9]|0?[1-9])"

_HAN = "〇㐀-鿿"
_HOLIDAYS = "元春三植清五劳六七八建教中国圣除重端妇儿十"
"""The first characters of `holidays.tsv`."""
_DASHES = "-–—―－~～〜至到"
_FAR = 20
"""No shape is decided by a character farther behind."""


class _Shape:
    """A shape that may begin with a year in digits (Y), other digits (D), Chinese digits (N) or anything else (W).

    It is asked for only where one of the characters `first` begins it, one of `fifth` stands behind the first four and one of
    `later` is near, as far as these are given: most texts have few of the shapes, and the others are never compiled.
    """

    def __init__(
        self, beginnings: str, source: str, *, first: str = "", fifth: str = "", later: str = "", engine: Any = None
    ) -> None:
        self.beginnings, self.first = beginnings, first
        self.fifth, self.later = frozenset(fifth), frozenset(later)
        self.pattern = Pattern(f"(?x){source}", engine=engine)


_SHAPES = (
    _Shape(
        "YN",
        rf"""(?P<school>(?<![0-9.]){YEAR}(?:\s?年?{TO}(?:{YEAR}|[0-9]{{2}}))?\s?学年(?:度)?(?P<term>(?:第?[一二上下])学期)?)""",
        later="学",
    ),
    _Shape(
        "YN", rf"""(?P<years>(?<![0-9.]){YEAR}(?:\s?年度?)?{TO}(?:{YEAR}|[0-9]{{2}}(?=\s?年))\s?年度?)""", later=_DASHES
    ),
    _Shape(
        "Y",
        r"""(?P<spanned>(?<![0-9A-Za-z.,-])20[0-4][0-9][-–—~～至]20[0-4][0-9](?=[\s）)】〕|，。；、]|[一二两三四五六七八九十]{1,2}年|\Z))""",
        fifth="-–—~～至",
    ),
    _Shape("YN", rf"""(?P<listed>(?<![0-9.]){YEAR}(?=(?:[、和及与]{YEAR}){{1,4}}年))""", fifth="、和及与"),
    _Shape(
        "Y",
        rf"""(?P<dotted>(?<![0-9A-Za-z./-])(?:19|20)[0-9]{{2}}(?P<dsep>[./])(?:1[0-2]|0?[1-9]){TO}(?:19|20)[0-9]{{2}}(?P=dsep)(?:1[0-2]|0?[1-9])(?![0-9./亿万元%家个吨]))""",
        fifth="./",
    ),
    _Shape("Y", rf"""(?P<isospan>(?<![0-9A-Za-z./-]){_ISO}{TO}{_ISO}(?![0-9./-]))""", fifth="-/."),
    _Shape(
        "Y",
        r"""(?P<compact>(?<![0-9A-Za-z./年号码编第-])(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?=[\s，。；、）)】|]|\Z))""",
        fifth="0123456789",
    ),
    _Shape(
        "Y",
        r"""(?P<iso>(?<![0-9A-Za-z./-])(?:19|20)[0-9]{2}(?P<sep>[-/.])(?:1[0-2]|0?[1-9])(?P=sep)(?:3[01]|[12][0-9]|0?[1-9])(?![0-9./-]))""",
        fifth="-/.",
    ),
    _Shape(
        "Y",
        r"""(?P<isomonth>(?<![0-9A-Za-z./-])(?:19|20)[0-9]{2}[-/](?:1[0-2]|0[1-9])(?![0-9./家个项万亿元%年-]))""",
        fifth="-/",
    ),
    _Shape("Y", r"""(?P<quarters>(?<![0-9A-Za-z./-])(?:19|20)[0-9]{2}(?:Q[1-4]|H[12])(?![0-9A-Za-z]))""", fifth="QH"),
    _Shape(
        "NW",
        r"""(?P<plan>[“"‘]?(?<![一二三四五六七八九百第])(?P<planno>[七八九]|十[一二三四五六七八九]?|二十)五[”"’]?
     (?P<planpart>规划期末|时期末|规划期间?|时期|期间|末期|期末|末|初期|中期|以来|前[三3]年|后[两2]年)?)""",
        later="五",
    ),
    _Shape(
        "W",
        r"""(?P<recur>每(?:隔)?(?:个|一|两|三|1|2|3|半)?(?:年度?|个?季度|季|半年|个?月|周|日|天|旬)(?!均)|逐[年月季]|按(?:月|季度?|年度?)(?!份))""",
        first="每逐按",
    ),
    _Shape(
        "W",
        r"""(?P<fixed>截[至止]到?(?:目前|当前|现在|今[日天])|到(?:目前|现在)(?:为止)?|迄今(?:为止)?|至今(?![年天日]))""",
        first="截到迄至",
    ),
    _Shape(
        "W",
        rf"""(?P<rel>(?:近|过去|最近|未来|今后|此后)(?P<reln>{COUNT}|半(?=年))(?:[-–—~～至到](?P<relmax>{COUNT}))?个?(?P<relu>年|月|季度|周|天)(?!度)(?:多?来|以内|内|间|时间|期间)?)""",
        first="近过最未今此",
    ),
    _Shape(
        "DNW",
        rf"""(?P<lately>(?<![0-9.第一二三四五六七八九十—至~～-])(?P<laten>{COUNT}|半(?=年))(?P<lateu>年|个月|周|天)多?来(?![自源看说华回到往临]))""",
        later="来",
    ),
    _Shape(
        "W", r"""(?P<fiveyear>第(?P<fiveno>十[一二三四五六七八]?)个五年(?:规划|计划)(?P<fivepart>期?末)?)""", first="第"
    ),
    _Shape("W", r"""(?P<vague>近(?:几年|年|些年)来?|过去几年|未来几年)""", first="近过未"),
    _Shape(
        "DNW",
        rf"""(?P<within>(?<![0-9.第一二三四五六七八九十月—至~～-])(?P<inn>{COUNT}|半(?=年))(?:[-–—~～至到](?P<innmax>{COUNT}))?个?(?P<inu>年|月|季度|周|天|日(?=(?:以|之)?内))(?:(?:以|之)?内(?![部外容])|(?P<ago>(?:之|以)?前(?![{_NUMERAL}期后]))|(?P<hence>(?:之|以)?后(?![期续]))))""",
        later="内前后",
    ),
    _Shape(
        "W",
        r"""(?P<weekday>(?P<week>(?:[上下]{1,2}|[本这])个?)?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天]|(?(week)末|(?!)))(?![年月个期])(?(week)|(?=[上下中]午|[晚早]|凌晨|傍晚|$|[^\p{Han}]|举|召|[在从到将起发宣前后])))""",
        first="上下本这周星礼",
    ),
    _Shape(
        "W",
        rf"""(?P<monthof>(?:[上下]{{1,2}}|[本当这])个?月(?:(?P<monthofday>{DAY})[日号]|(?P<monthofxun>上中|中下|[上中下])旬|(?P<monthofpart>[底末]|初(?!步))))""",
        first="上下本这当",
    ),
    _Shape(
        "W",
        r"""(?P<word>全年(?:度(?!假))?|即日(?=起)|(?<![0-9半一二两三四五六七八九十几多数])年内|年[底末初]|年中(?=[，。；、前])|月[底末初]|[本当同]月|这个月|[上下]个?月(?!份?[0-9])|[本上下][个一]?季度|[本上下这]个?(?:周|星期)(?![期一二三四五六日天末])
     |昨[日天晚]|今[日天晚早]|明[日天晚早]|大?[前后]天|当[日天]|同日)""",
        first="全即年月本当这上下昨今明大前后同",
    ),
    _Shape("Y", r"""(?P<tens>(?<![0-9])(?:1[89]|20)[0-9]0年代(?P<tenspart>初期?|末期?|中期|后期)?)""", fifth="年"),
    _Shape(
        "DNW",
        r"""(?P<decade>(?:(?P<cent>20|二十|19|十九|上个?|21|二十一|本)世纪)?(?P<dec>[1-9]0|[二三四五六七八九]十)年代(?P<decpart>初期?|末期?|中期|后期)?)""",
        later="代",
    ),
    _Shape(
        "DNW",
        r"""(?P<century>(?<![0-9一二十])(?:(?P<centno>1[0-9]|2[01]|十[一二三四五六七八九]?|二十一?)|[上本])世纪(?P<centpart>初|中叶|末)?(?!海上|经济报|教育|[末初中]))""",
        later="纪",
    ),
    _Shape(
        "YNW",
        rf"""(?P<lunar>(?:(?:{YEAR}\s?|[今明去])年)?(?:农历(?:[正腊冬]|{MONTH})|[正腊])月(?:初?{DAY}日?)?)""",
        later="农正腊",
    ),
    _Shape("NW", r"""(?P<congress>(?:党的)?(?P<congressno>[十二][六七八九十])大以来)""", later="大"),
    _Shape(
        "D",
        r"""(?P<monthday>(?<![0-9月个第.一二三四五六七八九十-])(?P<onlyday>3[01]|[12][0-9]|[1-9])日(?=上午|下午|晚|早|凌晨|中午|电|讯|，|从|在|[0-9]{1,2}[时点]))""",
        later="日",
    ),
    _Shape(
        "YDN",
        rf"""(?P<impossible>(?:{YEAR}\s?年\s?(?:{_NO_MONTH}月(?:\s?[0-9]{{1,2}}\s?[日号])?|第?[五六七八九5-9]季度)|{_NO_MONTH}月{DAY}[日号]
     |(?<![^到至在于，。；、\s]){_NO_MONTH}月(?=[，。；、底末初前份]|[上中下]旬|\Z)|(?<![0-9])(?:2[5-9]|[3-9][0-9])时(?:[0-9]{{1,2}}分)?(?![速间候代期段装尚])
     |(?:{YEAR}\s?年\s?)?{MONTH}\s?月\s?(?:{_NO_DAY})\s?[日号](?![0-9]))|(?<![0-9A-Za-z./-])20[0-9]{{2}}(?P<isep>[-/])(?:{_NO_MONTH})(?P=isep)[0-9]{{2}}(?![0-9./-]))""",
        later="月季时-/",
    ),
    _Shape(
        "YNW",
        rf"""(?P<holiday>(?P<holidayyear>(?:{YEAR}\s?|[今去明])年(?=[{_HAN}“]{{2,8}}))?[“"‘]?(?=[{_HOLIDAYS}])(?P<holidayname>[{_HAN}]{{2,5}}?)[”"’]?(?P<holidaypart>假期|期间|节前|节后|前|后|当天|(?:(?<=节)|(?<=元旦)|(?<=年五一))(?!广场|路|街)))""",
        later=_HOLIDAYS,
    ),
    _Shape("YDNW", rf"""(?P<point>(?=[{_NUMERAL}今本当同去上前明下次翌后第民头底末初]))"""),
)
"""In this order: the first that is there counts."""


@cache
def _beginning_with(first: str, kind: str) -> tuple[_Shape, ...]:
    return tuple(shape for shape in _SHAPES if kind in shape.beginnings and (not shape.first or first in shape.first))


def match_shape(text: str, at: int) -> re.Match[str] | None:
    """The shape that begins at `at`; the name of its group says which it is."""
    near, fifth = set(text[at : at + _FAR]), text[at + 4 : at + 5]
    for shape in _beginning_with(text[at], _kind_of_beginning(text, at)):
        if (not shape.fifth or fifth in shape.fifth) and not (shape.later and shape.later.isdisjoint(near)):
            found = shape.pattern.match(text, at)
            if found is not None:
                return found
    return None


def _kind_of_beginning(text: str, at: int) -> str:
    first = text[at]
    if "0" <= first <= "9":
        return "Y" if text[at : at + 2] in ("18", "19", "20") and text[at + 2 : at + 4].isdigit() else "D"
    return "N" if first in "零〇○一二两三四五六七八九十廿卅" else "W"


AFTER = Pattern(
    r"(?P<before>(?:之|以)?前(?![后一二两三四五六七八九十0-9瞻端沿期])|止|为止)|(?P<since>以来|来(?![自源看说华])|至今)"
    r"|(?P<from>起(?![步点草来到])|开始|以后|之后|后(?![续备期勤两三]))|(?P<within>以内|之内|内(?![部外容需]))"
)
BEFORE = Pattern(
    r"(?:(?P<asof>截[至止]到?|截到)|(?P<since>自从?|从)|(?P<until>(?<![高低升降加增达大长收得看感受展缩减压])到|直至|(?<![甚乃截以])至)"
    r"|(?P<base>(?<!占)[较比]|由|同比|相比|基于))\Z"
)
BEFORE_ENDS = frozenset("到止至截自从较比由于")
AFTER_BEGINS = frozenset("之以前止为来至起开后内")
PLAIN_YEAR = Pattern(
    r"(?:19|20)[0-9]{2}年(?![\s度代版期本—–―－~～〜至到0-9一二三四十上下第前头底末初中QH-]|年|五|六|七|八|九|全年|国庆|元旦|春节|中秋|端午|清明|劳动节|教师节|建军节|重阳|除夕|圣诞|农历|正月|腊月|廿)"
)
"""A year and nothing more: by far the most frequent period; no other shape need be tried."""
BASE_AFTER = Pattern(r"的[0-9.一二两三四五六七八九]{1,6}倍|的?(?:基础|基数)上?|水平(?:的|上)|为基[期年数准]|相比")
BASE_AFTER_BEGINS = frozenset("的基水为相同")
OF_BASE = Pattern(r"的?(?=[0-9])|[底末]?的")
DASH = Pattern(rf"(?:起|开始)?{TO}")
DASH_BEGINS = frozenset("起开-–—―－~～〜至到 \t\n\u3000")
FUTURE = Pattern(
    r"将|拟|计划|预计|力争|确保|争取|有望|要求|目标|明年|下一步|安排|务必|之?前完成|再|即|推迟|延[期后]|顺延"
)
_HAN_TIME = "[零一二三四五六七八九十]{1,3}"
CLOCK = Pattern(
    rf"""(?x)(?:\s?[（(](?:星期|周)[一二三四五六日天][）)])?\s?T?(?:凌晨|清晨|早[上晨]?|上午|中午|下午|傍晚|晚[上间]?|夜间|深夜)?\s?
    (?:[0-9]{{1,2}}[:：][0-9]{{2}}(?:[:：][0-9]{{2}})?Z?|(?:[0-9]{{1,2}}|{_HAN_TIME})[时点](?:整|半|(?:[0-9]{{1,2}}|{_HAN_TIME})分?)?)?""",
)
"""What may stand behind a day in one expression: its weekday and a time of day."""
