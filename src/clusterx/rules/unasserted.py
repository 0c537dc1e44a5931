"""Numbers that a text has and does not state of the place that it tells of.

not reached          没有完成年初定下的增长8%的任务, 未完成整改的企业还有35家, 产值达到500亿元的目标未能实现, 没有一家企业研发投入超过1亿元
hearsay              传言称将投资200亿元建厂
change of a change   新增贷款同比少增15亿元: how much less was added than a year before
base                 去年同期是18.9万元: what the figure before is compared with
missing              资金还缺一半, 尚欠8000万元
question             产值如何突破千亿元？
foreign text         a sentence in Latin letters or with kana
background           全球半导体市场规模达到1万亿美元: a market, not the place
"""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.rules.figures import Figure

NOT_REACHED = Pattern(
    r"(?:(?:不能|不可能|未必能?|不曾|未曾|没能|难以|无法|不会)(?:再)?(?:超过|突破|达到|实现|完成|站上|迈过)?|(?:达不到|未能?达到|没有?达到|未达|不能达到|(?:未|没有?|未能)完成)[^，。；]{0,16}|(?:没有?|未能?)(?:超?过|跨过|站上|突破)|没有一[家个项户][^，。；]{0,16}|无一[家个项户][^，。；]{0,16})$"
)
NOT_REACHED_BEHIND = Pattern(
    r"[^，。；]{0,8}(?:目标|任务|计划)[^，。；]{0,4}(?:未能?(?:如期)?(?:实现|完成)|没有?(?:实现|完成)|落空)"
)
CHANGE_OF_A_CHANGE = Pattern(r"(?:贷款|存款|余额|信贷|融资|新增|净增)[^。；]{0,40}[同环]比[多少]增[加长]?$")
PASSES = ("超", "过", "突破", "跨过", "站上")  # 产值没过百亿元
DENIES = ("没", "没有", "未", "未能")
POINTS = ("%", "百分点")
BASE_ENDS = ("同期", "是", "为", "有", "数字", "数据", "水平")
LATIN = Pattern(r"[A-Za-z]{3,}[^A-Za-z]+[A-Za-z]{2,}")
KANA = Pattern(r"[\u3041-\u3096\u30a1-\u30fa]")
_MARKET = r"[^，。；]{0,14}(?:市场规模|市场需求|需求|总?产能|装机(?:容量|规模)?|出货量|销量|产量|产业规模|需求量|保有量)[^，。；\d]{0,8}$"
_SHARE = r"(?!第|领先|首|[^，。；]{0,14}(?:占有|份额|占比))"
_BEGINS = r"(?:^|[，。；：、\n（“])(?:预计|目前|截至)?(?:\d{4}年)?"
ABROAD = Pattern(rf"{_BEGINS}(?:全球|全世界|世界|欧盟|欧洲|美国|日本|韩国|德国|北美){_SHARE}{_MARKET}")
AT_HOME = Pattern(rf"{_BEGINS}(?:我国|中国|国内){_SHARE}{_MARKET}")
MAY_BE_A_MARKET = Pattern(r"[模求能机量][^，。；\d]{0,8}$")  # the last characters of the words of a market
AIMS = Pattern(r"到(?:19|20)\d\d年|“十[四五六七]五”|力争|目标|规划")
BASE = Pattern(
    r"(?<![比较与同和])(?:去年|上年|前年)同期(?:的?(?:这一|该)?(?:数字|数据|水平))?(?:还|才|只|仅)*(?:是|为|有)?$"
)
BEYOND = Pattern(r"[高低快慢好优]于[^，。；]{0,14}$")
AIM_BEHIND = Pattern("的(?:序时|年度|既定|预期|阶段性?|全年)?(?:目标|任务|计划|进度)")
WITH = ("与", "同", "和", "与这", "同这", "和这", "跟这")
COMPARED_WITH = Pattern(r"[^，。；]{0,8}相比")
SAME_TIME = Pattern(  # 上年同期全市新开工项目82个, 去年同期，用电量为86亿千瓦时
    r"(?<![较比与同和于由从是为达到在])(?:去年|上年|前年)同期(?!相比|持平|水平|基数)(?:(?!今年|现在|如今|目前|增长|下降|提高|增加|减少|高|低|[多少快慢])[^。；]){0,24}$"
)
MISSING = Pattern(r"(?:还|尚|仍)差(?:约|近|了)?$|(?:还|尚|仍)[缺欠](?:少|口|着|约)?[^，。；\d]{0,4}$")
MISSING_BEHIND = Pattern(r"(?:资金|的?缺口|投资)?(?:还|尚|仍)(?:缺|无着落|没有?着落|未到位)")
ASKED = Pattern(
    r"(?:是否|能否|可否|会不会|能不能|要不要|有没有|怎能|岂能|何时)[^，。；]{0,14}$"
)  # 是否达到860亿元，尚待核实
ASKS = Pattern(
    r"哪|能不能|会不会|要不要|有没有|怎能|何时|什么|怎么|怎样|如何|为何|何以|多少|是否|能否|是不是|谁|吗？|呢？|[吗呢]$"
)
STOPS = Pattern(r"[。；！\n]|——|，[^，]*，")
BOUGHT = Pattern(
    r"(?:的价格|的总?价|的对价)?(?:[^，。；]{0,4})(?:收购|竞得|拍得|受让|摘得|拿下|接手|中标|成交|购得|买下)"
)
SHARES_OF_A_COMPANY = Pattern("的?(?:股权|股份|股比|控股权)")
HEARSAY = Pattern(r"(?:传言|传闻|网传|据传|谣传|谣言)[^。；]{0,40}$")


def find_unasserted(text: str, figure: Figure) -> str | None:
    """The reason why nobody states the figure, or None."""
    start, end = figure.start, figure.end
    before = text[start - 24 if start > 24 else 0 : start]
    denied = "未" in before or "没" in before or "不" in before or "无" in before
    below = before.endswith("达") and figure.found.text.startswith("不到")
    below = below or (denied and before.endswith(DENIES) and figure.found.text.startswith(PASSES))
    behind = text[end : end + 20]
    if below or (denied and NOT_REACHED.search(before)) or _is_missed(behind):
        return "not reached"
    if _is_base(text, figure, before):
        return "base"
    if _is_missing(figure, before, behind):
        return "missing"
    if _is_asked(text, figure):
        return "question"
    if before.endswith("增") and CHANGE_OF_A_CHANGE.search(text[max(0, start - 60) : start]):
        return "change of a change"
    window = before + text[start:end] + behind[:8]
    if (window.isascii() and LATIN.search(window)) or KANA.search(window):
        return "foreign text"
    if MAY_BE_A_MARKET.search(before) and _is_of_a_market(text, figure):
        return "background"
    if _changes_hands(text, figure, before):
        return "of no interest"
    return "hearsay" if "传" in before and HEARSAY.search(before) else None


def _is_of_a_market(text: str, figure: Figure) -> bool:
    """全球半导体市场规模; a plan of the whole country aims at what it is about."""
    start = figure.start
    clause = text[start - 40 if start > 40 else 0 : start]
    if ABROAD.search(clause):
        return True
    return AT_HOME.search(clause) is not None and not AIMS.search(text, figure.segment.start, start)


def _changes_hands(text: str, figure: Figure, before: str) -> bool:
    """以4200万元收购该项目85%股权: what was paid for what."""
    behind = text[figure.end : figure.end + 12]
    if figure.unit == "%":
        return "股" in behind and SHARES_OF_A_COMPANY.match(behind) is not None
    return before.endswith("以") and BOUGHT.match(behind) is not None


def _is_base(text: str, figure: Figure, before: str) -> bool:
    """18.9万元 of 亩均税收21.3万元，去年同期是18.9万元; all that a clause tells that opens with 上年同期."""
    if before.endswith(WITH) and COMPARED_WITH.match(text, figure.end):
        return True  # 与这两处的热闹相比
    if "于" in before and BEYOND.search(before) and AIM_BEHIND.match(text, figure.end):
        return True  # 开工率高于三季度末达到85%的序时目标
    if "同期" not in before:
        return False
    if before.endswith(BASE_ENDS) and BASE.search(before):
        return True
    return SAME_TIME.search(text, figure.segment.start, figure.start) is not None


def _is_missing(figure: Figure, before: str, behind: str) -> bool:
    """尚欠8000万元, 资金还缺一半; 距35%还差8个百分点 is a gap."""
    if ("缺" in before or "欠" in before or "差" in before) and figure.unit not in POINTS and MISSING.search(before):
        return True
    wanting = "缺" in behind or "着落" in behind or "到位" in behind
    return wanting and MISSING_BEHIND.match(behind) is not None


def _is_asked(text: str, figure: Figure) -> bool:
    """The sentence ends as a question does, and asks with the clause of the figure or behind it."""
    if ASKED.search(text, figure.clause, figure.start):
        return True
    asked = text.find("？", figure.end, figure.end + 40)
    if asked < 0 or STOPS.search(text, figure.end, asked):
        return False
    return ASKS.search(text, figure.clause, asked) is not None


def _is_missed(behind: str) -> bool:
    """产值达到500亿元的目标未能实现."""
    return ("未" in behind or "没" in behind or "落空" in behind) and NOT_REACHED_BEHIND.match(behind) is not None
