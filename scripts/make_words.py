"""Write src/clusterx/data/words.tsv: the words by which competing readings of damaged bytes are ranked.

pip install jieba && python scripts/make_words.py
"""

from __future__ import annotations

import math
from collections import defaultdict
from pathlib import Path

import jieba

TARGET = Path(__file__).parent.parent / "src" / "clusterx" / "data" / "words.tsv"
HEAD = f"""# Chinese words by frequency: weight is the natural logarithm of a count in some 60 million words.
# Source: dict.txt of jieba {jieba.__version__} (MIT), words of up to four characters; words of policy texts added with
# weight 8. Written by scripts/make_words.py.
weight\twords
"""
POLICY = """十一五 十二五 十三五 十四五 十五五 产业链 产业集群 链长制 链主 链长 链群 强链 补链 延链 专精特新 高质量 高新区 开发区 示范区 聚集区 集聚区 规上 限上 营收
亿元 万元 亩均 双碳 双招双引 招商引资 项目库 一链一策 一企一策 拿地即开工 揭榜挂帅 产学研 新能源 新材料 新质生产力 数字化 智能化 绿色化 高端化 储能 锂电 光伏 氢能 芯片
半导体 集成电路 生物医药 装备制造 先进制造业 制造业 服务业 主导产业 现代化 产业园 产业园区 工业园区 经开区 高企 瞪羚 独角兽 小巨人 单项冠军 头部企业 龙头企业 民营经济
营商环境 减污降碳 技改 智改数转 工业互联网 数字经济 人工智能 低空经济 县域 市域 全市 全省 我市 我省 全县 全区 本市 市政府 市委 县委 省级 市级 国家级 县级 省委 省政府
科技局 工信局 发改委 财政局 商务局 一期 二期 三期 投产 达产 竣工 签约 落地 开工 专班 专项 攻坚 赋能 助企 惠企 纾困 要素保障 工作机制 若干措施 实施意见 行动方案 行动计划
实施方案 规划 意见 方案 通知 办法 措施 其中 基于 以及 年产值 产值 专家库 项目库 人才库 资源库 数据库 较好 较大 较强 较快 较高 进一步 聚力 聚焦 围绕 加快 推动 推进 建立 健全 完善 强化 提升 打造
投资 总投资 同比 增长 占比 达到 力争 突破 培育 引进 集群 园区 企业 项目""".split()


def simplified(word: str) -> bool:
    try:
        return all(b >= 0xB0 for b in word.encode("gb2312")[::2])
    except UnicodeEncodeError:
        return False


def main() -> None:
    counts: dict[str, int] = {}
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines():
        word, count, _ = line.split(" ")
        if len(word) <= 4 and simplified(word) and int(count) >= (3 if len(word) == 1 else 120):
            counts[word] = int(count)
    counts |= {word: max(counts.get(word, 0), round(math.exp(8))) for word in POLICY}
    weights: dict[int, list[str]] = defaultdict(list)
    for word, count in counts.items():
        weights[round(math.log(count))].append(word)
    rows = (f"{weight}\t{'|'.join(sorted(weights[weight]))}\n" for weight in sorted(weights, reverse=True))
    TARGET.write_text(HEAD + "".join(rows), "utf-8")


if __name__ == "__main__":
    main()
