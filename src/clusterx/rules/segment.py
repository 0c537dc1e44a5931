"""The stretch between two full stops or semicolons, and what it says of all its figures: money paid, criteria set.

>>> text = "对新认定的国家级企业技术中心，给予一次性奖励100万元。"
>>> Segment(text, 0, len(text) - 1).promises(text.index("100"), PAID)
True
>>> text = "已发放奖励100万元。"
>>> Segment(text, 0, len(text) - 1).promises(text.index("100"), PAID)
False
"""

from __future__ import annotations

from clusterx.pattern import Pattern

REACH = 400  # characters: no sentence that people write is longer
SUBSIDY = Pattern(
    r"奖励(?<!科技奖励)(?<!科学技术奖励)(?!项目|\d+项)|奖补|补助|补贴|资助|给予|贴息|减免|免收|返还|奖金|补偿|一次性(?!签约|开工|下放|移交|承接|集中|通过)|按[^，。；]{0,16}(?:比例|的\d)|最高(?:不超过|可以?|能)*(?:给到?|给予|达到?|奖励?|支持|补助?|补到)?\d|封顶|上限|全额|租金|分担|代偿|罚款|罚金|处以|支持额度|单户|单个(?:企业|项目)|单家|每[个家户项](?:企业|项目)?支持\d"
)
HAS_PAID = Pattern(r"(?:已|共|累计|先后)[^，。；]{0,6}(?:发放|兑现|拨付|支付|下达|落实|争取|给予|减免)")
PAID = Pattern(
    "|".join(
        f"{word}[^，。；]{{0,6}}(?:发放|兑现|拨付|支付|下达|落实|争取|给予|减免)" for word in "已 共 累计 先后".split()
    )
    + r"|为[^，。；]{1,10}(?:减免|减税|降低|节约|落实)|发放|兑现|拨付|争取到|下达|到位(?<!对到位)(?!资金|投资|[内外]资|额|率|后)"
)
SUBSIDY_OPENS = Pattern(
    r"(?:^|[，,。；：])(?:[一二三四五六七八九十是（）\d.]{0,6})(?=对|凡|给予|按|每[个家户项]|单个|企业)"
)
CRITERION = Pattern(
    r"(?:申报|申请|参评|推荐)(?:企业|单位|主体|项目|对象|人)(?!比例|数|占比|总数)[^。；\d]{0,24}(?:不[低少]于|不超过|达到|具有|拥有)|(?:申报|申请|认定|评定|参评|入库|遴选|推荐)[^。；]{0,30}(?:应|须|需|条件|具备|符合|满足|标准|的[，,])|应当?(?:具备|满足|符合|集聚|达到|不[低少高]|在)"
    r"|方可|认定为|予以(?:撤销|取消|退出|除名|摘牌|淘汰|清退)|(?:撤销|取消)[^，。；]{0,10}(?:称号|资格|认定|命名)|为(?:大|中|小|微)型企业|新(?:出让|供应?)(?:的)?(?:工业|产业)?用地[^。；]{0,24}不低于|具备下列|符合下列|须(?:具备|满足|达到|符合|不[低少])|(?:条件|标准|要求)(?:为|是|：)"
)
DEFINITION = Pattern(
    r"所称|是指|凡(?:是|在|入|符合|列入)|条件之一|额度(?:最高)?不超过|不得(?:低于|高于|超过|少于)|限额(?!以[上下])|上限|下限"
)
# Without one of these nothing of the two above can stand in a segment.
OF_RULES = Pattern(
    r"型企业|予以|撤销|取消|新出让|新供|申报|申请|认定|评定|参评|入库|遴选|推荐|应|方可|具备|符合|须|条件|标准|要求|所称|是指|凡|额度|不得|限额|上限|下限"
)
FIGURE_OF_ITS_OWN = Pattern(
    r"(?:年|月|季度|日)[底末初]?[^\d（）年月日]{0,12}\d[\d.]*(?!\d|年|月|日|季度|[—\-~至]\d{1,2}[月日])"
)
CRITERIA_LIST = Pattern(
    r"条件(?:如下|为|是)?：|标准(?:如下|为|是)?：|要求(?:如下|为|是)?：|符合(?:下列|以下)[^。；：]{1,24}："
)
LIST_REACH = 200


class Segment:
    """[start, end) of a clean text.

    `sets_criteria`: it says who is meant, or what those who apply must fulfil. `may_decline`: it does, or stands below a list
    of criteria, or speaks of money paid: few do, and of the others nothing more need be asked.
    """

    __slots__ = ("_clean", "_pays_from", "end", "may_decline", "sets_criteria", "start")

    def __init__(self, clean: str, start: int, end: int) -> None:
        self._clean, self.start, self.end = clean, start, end
        text, low = clean[start:end], max(0, start - LIST_REACH)
        self._pays_from = start + _where_pay_begins(text)
        self.sets_criteria = OF_RULES.search(text) is not None and bool(
            DEFINITION.search(text) or CRITERION.search(text)
        )
        listed = clean.find("：", low, end) >= 0 and CRITERIA_LIST.search(clean, low, end)
        self.may_decline = self._pays_from < end or self.sets_criteria or bool(listed)

    def near(self, start: int, end: int) -> Segment:
        """What of a segment that nobody can have meant as one is near a figure, so that time stays linear."""
        return Segment(self._clean, max(self.start, start - REACH), min(self.end, end + REACH))

    def promises(self, position: int, paid: Pattern) -> bool:
        """Promises money at a clean offset: from 对…的 on, or as a whole where no such opening stands.

        Not so what has been paid: `paid` is how the text would say it.
        """
        return position >= self._pays_from and not paid.search(self._clean[self.start : position])

    def is_below_criteria(self, position: int) -> bool:
        """申报条件：（一）…；（二）从业人员不少于50人."""
        head = CRITERIA_LIST.search(self._clean, max(0, position - LIST_REACH), position)
        return head is not None and self._clean.find("。", head.end(), position) < 0


def _where_pay_begins(text: str) -> int:
    """Behind 对…的, from the start where no such opening stands, nowhere (the end) where no money is spoken of."""
    subsidy = SUBSIDY.search(text)
    if subsidy is None:
        return len(text)
    opens = SUBSIDY_OPENS.search(text, 0, subsidy.start() + 1)
    return opens.end() if opens else 0


def is_shut_in(text: str, start: int, position: int) -> bool:
    """1000亿元（2022年为560亿元），5家企业: a period with its own figure in a bracket does not reach behind; 产值（2024年） does."""
    shut = text.find("）", start, position) if text.endswith("（", 0, start) else -1
    return shut >= 0 and FIGURE_OF_ITS_OWN.search(text, start, shut) is not None
