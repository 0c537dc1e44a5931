"""总投资, 年产值 that belongs to nothing the text has named: a fact of some project, not a target."""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.rules.words import Opening

SUM = "(?:总投资|投资额?|概算|估算)"
MADE = "可?产(?!值|出|量|能)(?:(?!能力|产能).)*"
YIELD = "(?:(?!产值|税收|利税).)*"  # 集中竣工项目投产后预计年产值380亿元 is of them all
ORPHAN = Opening(
    rf"计划{SUM}|项目{SUM}|概算{SUM}?|估算{SUM}?|预计{SUM}|设计(?:{SUM}|[年日月]{MADE})|总投资|投资额?|首期|总体进度|总进度|形象进度|工程总进度|前者.*|后者.*|达产后{YIELD}|满产后{YIELD}|投产后{YIELD}|建成后{YIELD}|量产后{YIELD}|竣工后{YIELD}|全部(?:达产|满产|投产|建成)后{YIELD}|后(?:可|能|预计)?(?:每年|一年|年){YIELD}|[一二三四]期.*|占地.*|建筑面积|产产值|生产线|主体|"
    rf"年(?:产值|产出|税收|纳税|销售收入|营业收入|利税|缴税款|产能)(?:可望?|将|能|有望)*|新增[年日月]{MADE}|规划[年日月]{MADE}|[年日月]{MADE}|年(?:封装|拆解|修复)(?!量|能力|总量).*",
    behind="$",
)
ORPHAN_ENDS = tuple(
    "主体结构 主体厂房 主体施工 主体工程 土建 土建工程 桩基 设备安装 设备到货 整个工程 总盘子 概算 工程概算 花掉 斥资 追加 追加投资 先砸 砸下 砸进去 豪掷 原计划投 先投 要投 先投入 再投 续投 投下去 投进去 装好了".split()
)

PARTS = Pattern(
    r"厂房|设备|钢结构|幕墙|装修|土建|主体|机电|\p{Han}{0,4}安装|设备调试|基础施工"
)  # of works, in 厂房是100%


def is_orphan(indicator: str, by: str, unit: str, *, in_plan: bool) -> bool:
    """Whether a figure of this name, given by the rule `by`, is such a fact; in a plan it is wanted."""
    if in_plan or by not in ("target.left", "target.inherited"):
        return False
    if unit == "%" and PARTS.fullmatch(indicator):
        return True
    return ORPHAN.opens(indicator, 0) or indicator.removesuffix("已").endswith(ORPHAN_ENDS)
