"""The stretch between two full stops or semicolons, and what it says of all its figures: money paid, criteria set.

>>> text = "对新认定的国家级企业技术中心，给予一次性奖励100万元。"
>>> Segment(text, 0, len(text) - 1).promises(text.index("100"))
True
>>> text = "已发放奖励100万元。"
>>> Segment(text, 0, len(text) - 1).promises(text.index("100"))
False
"""

from __future__ import annotations

from clusterx.pattern import Pattern

REACH = 400  # characters: no sentence that people write is longer
SUBSIDY = Pattern(
    r"奖励(?<!科技奖励)(?<!科学技术奖励)(?!项目|\d+项)|奖补|补助|补贴|资助|给予|贴息|减免|免收|返还|奖金|补偿|一次性(?!签约|开工)|按[^，。；]{0,16}(?:比例|的\d)|最高(?:不超过)?\d|封顶|上限|全额|租金|分担|代偿|罚款|罚金|处以|支持额度|单户|单个(?:企业|项目)|单家"
)
PAID = Pattern(
    r"(?:已|共|累计|先后)[^，。；]{0,6}(?:发放|兑现|拨付|支付|下达|落实|争取|给予|减免)|发放|兑现|拨付|争取到|下达|(?<!对)到位"
)
SUBSIDY_OPENS = Pattern(
    r"(?:^|[，,。；：])(?:[一二三四五六七八九十是（）\d.]{0,6})(?=对|凡|给予|按|每[个家户项]|单个|企业)"
)
CRITERION = Pattern(
    r"(?:申报|申请|认定|评定|参评|入库|遴选|推荐)[^。；]{0,30}(?:应|须|需|条件|具备|符合|满足|标准|的[，,])|应当?(?:具备|满足|符合|集聚|达到|不[低少高]|在)"
    r"|方可|认定为|具备下列|符合下列|须(?:具备|满足|达到|符合|不[低少])|(?:条件|标准|要求)(?:为|是|：)"
)
DEFINITION = Pattern(
    r"所称|是指|凡(?:是|在|入|符合|列入)|条件之一|额度(?:最高)?不超过|不得(?:低于|高于|超过|少于)|限额|上限|下限"
)
# Without one of these nothing of the two above can stand in a segment.
OF_RULES = Pattern(
    r"申报|申请|认定|评定|参评|入库|遴选|推荐|应|方可|具备|符合|须|条件|标准|要求|所称|是指|凡|额度|不得|限额|上限|下限"
)
CRITERIA_LIST = Pattern(r"(?:条件|标准|要求)(?:如下|为|是)?：")
LIST_REACH = 200


class Segment:
    """[start, end) of a clean text."""

    __slots__ = ("_below_list", "_clean", "_criteria", "_pays_from", "_text", "end", "start")

    def __init__(self, clean: str, start: int, end: int) -> None:
        self.start, self.end = start, end
        self._clean, self._text = clean, clean[start:end]
        self._pays_from: int | None = None
        self._criteria: bool | None = None
        self._below_list: bool | None = None

    def near(self, start: int, end: int) -> Segment:
        """What of a segment that nobody can have meant as one is near a figure, so that time stays linear."""
        return Segment(self._clean, max(self.start, start - REACH), min(self.end, end + REACH))

    def promises(self, position: int) -> bool:
        """Promises money at a clean offset: from 对…的 on, or as a whole where no such opening stands."""
        if self._pays_from is None:
            self._pays_from = self._where_pay_begins()
        said = position - self.start
        return said >= self._pays_from and not PAID.search(self._text[:said])

    def _where_pay_begins(self) -> int:
        subsidy = SUBSIDY.search(self._text)
        if subsidy is None:
            return len(self._text)
        opens = SUBSIDY_OPENS.search(self._text, 0, subsidy.start() + 1)
        return opens.end() if opens else 0

    @property
    def sets_criteria(self) -> bool:
        """Who is meant, or what those who apply must fulfil."""
        if self._criteria is None:
            text = self._text
            self._criteria = OF_RULES.search(text) is not None and bool(
                DEFINITION.search(text) or CRITERION.search(text)
            )
        return self._criteria

    def is_below_criteria(self, position: int) -> bool:
        """申报条件：（一）…；（二）从业人员不少于50人."""
        text = self._clean
        if self._below_list is None:
            low = max(0, self.start - LIST_REACH)
            listed = text.find("：", low, self.end) >= 0
            self._below_list = listed and CRITERIA_LIST.search(text, low, self.end) is not None
        if not self._below_list:
            return False
        head = CRITERIA_LIST.search(text, max(0, position - LIST_REACH), position)
        return head is not None and text.find("。", head.end(), position) < 0
