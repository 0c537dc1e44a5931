"""What a figure is of, where its own clause does not say so: the noun of the clause before, or the industry that opens the sentence."""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.rules.event_noun import CLAUSE_MARK
from clusterx.rules.figures import Figure
from clusterx.rules.indicator import noun_phrase
from clusterx.rules.rule import Reading

HEAD_NOUN = Pattern(
    r"(?:基金|项目|企业|诉求|问题|事项|需求|人才|平台|技术|工厂|车间|集群|园区|工人|资金|产品|机构|基地|集合体|堵点|难题|卡点|线索|案件|议题)$"
)
TOPIC = Pattern(
    r"[\s　]*(?:[一二三四五六七八九十]是|[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．])?(?:(?:在|对|围绕|聚焦)?(?P<of>[^，。；、：\d“”]{2,14}(?:、[^，。；、：\d“”]{2,10})?(?:产业|产业链|产业集群|行业|集群))(?:方面|领域|上)?)，"
)
# 依托优势产业, 相当于再造一个百亿级产业: what is done for an industry or with it, not whose figure it is
LEADS_TO_IT = Pattern(
    r"依托|围绕|聚焦|对接|服务|针对|面向|立足|借助|利用|受|随着|相当于|坚持|把|作为|除|如|通过|为(?!主)|以"
)
TURNS = Pattern(
    r"(?:[比较](?:上年|去年|同期|上月|年初|\d{4}年)(?:同期|末|底)?|同比|环比|也|还|又|则|已经?|将|要|力争|争取|确保|预计|有望|目前|现在|今年|去年|上半年|前\d{1,2}[天个月]{1,2}|就|\d{4}年|到\d{4}年){0,3}"
    r"(?:由|从|提[高升到]|达到?|为|是|超过?|突破|[增降涨跌掉]|上升|下降|升[到至]|高达|不足|不到|稳在|滚到|做到|压到|回[升落]|站上|冲上)"
)
# 工业投资增速由负转正，增长3.2%; 产业产值止跌回升，达到620亿元
WENT = Pattern(
    r"(?:同比|环比)?(?:实现)?(?:由[负降跌升增正]转[正增升负降]|止跌回升|稳中有[进升]|再创新高|(?:再上|迈上)(?:新)?台阶"
    r"|(?:稳步|平稳|持续|较快|快速|稳定|大幅|显著|明显|还在|仍在|继续|一直|不断)(?:增长|提升|提高|向好|攀升|回升|上升|扩大|下降|往[上下]走|走[高低]|下滑|下行|上行|萎缩|缩水|下跌|上涨))$"
)
SAID_OF_IT = Pattern(
    r"^(?:最|更|尤其)?(?:让|令|使|值得|可喜|难得|突出|亮眼|抢眼)[^，。；]{0,8}的是"
)  # 最让她得意的是毛利率
WITH_A_NOTE = Pattern(r"（[^（）]{2,12}）$")  # 固定资产投资（不含农户）由负转正
RATIO_END = Pattern(
    r"(?:增速|投资|比重|占比|比例|率|强度|产值|增加值|营业收入|营收|税收|产量|销量|销售额|出口额|总量|数量|规模|面积|用电量?|订单)$"
)

SLOGAN = Pattern(
    r"^(?:坚定|聚[力焦]|全力|着力|大力|奋力|加[快力]|推[动进]|做[大优强精]|持续|深入|突出|坚持|强化|狠抓|紧[盯扣]|扎实|切实|培育|壮大|提升)"
)
HEADLINE = Pattern(r"[\d\s，！？：—“”]|.{17}")  # a sentence, not the name of what its item is about
OF_ALL = Pattern("全[省市州县区]")


def noun_of_clause_before(reading: Reading, figure: Figure) -> str:
    """设立新能源产业基金，总规模100亿元."""
    first = figure.sentence.start
    text = reading.clean[max(first, figure.clause - 60) : max(first, figure.clause - 1)]
    noun = noun_phrase(CLAUSE_MARK.split(text)[-1]) if text else ""
    return noun if HEAD_NOUN.search(noun) and len(noun) <= 20 else ""


def noun_of_heading(reading: Reading, figure: Figure) -> str:
    """What the item is about, by its heading; what is told of all the place (全市) is not."""
    headings = reading.outline.headings(figure.start)
    title = headings[-1].title if headings else ""
    named = HEAD_NOUN.search(title) and not HEADLINE.search(title) and title != reading.title
    of_all = OF_ALL.search(reading.clean, figure.sentence.start, figure.start)
    return title if named and not of_all and not SLOGAN.search(title) else ""


def industry_spoken_of(reading: Reading, figure: Figure) -> str:
    """汽车零部件产业，支持企业攻克大型铸造工艺，力争产值达到150亿元: the sentence opens with whose output it is."""
    text, start = reading.clean, figure.sentence.start
    topic = TOPIC.match(text, start, min(figure.clause, start + 40))
    return noun_phrase(topic["of"]) if topic and not LEADS_TO_IT.match(topic["of"]) else ""


def measured_before(reading: Reading, figure: Figure) -> str:
    """先进制造业占规上工业增加值的比重，要从46%提高到55%: a clause without a number names what the next one measures."""
    text, first, begin = reading.clean, figure.sentence.start, figure.clause
    if not text.endswith("，", first, begin) or not TURNS.match(text, begin):
        return ""
    clause = text[max(first, text.rfind("，", first, begin - 1) + 1, begin - 40) : begin - 1]
    clause = SAID_OF_IT.sub("", clause[clause.rfind("；") + 1 :])
    noun = WITH_A_NOTE.sub("", WENT.sub("", clause))
    said = reading.mentions_in(begin - 1 - len(clause), begin - 1)
    counted = any(mention.kind == "quantity" for mention in said)
    return noun_phrase(noun) if noun and not counted and RATIO_END.search(noun) else ""
