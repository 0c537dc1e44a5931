"""Numbers of reportage: what a person says and does, what there is to see, what once was, how far it is.

`find_narrated` names what the number tells, or nothing:

    spoken        a person's own: 你报十块, 他跑了11个省份; and numbers as only speech has them: 五毛钱, 三五个人
    one thing     see `one_thing.py`
    scene         300多台织机整齐排列, 展柜里摆着40款样品
    early days    落户时只有三十几名员工
    distance      从县城到口岸约900公里, 582公里海岸线

What a text aims at (到2027年, 力争) is none of them. An official who speaks in quotation marks says 我们, 我市, 园区, a person 我, 你, 咱,
他: so that the pronoun tells the one from the other, and the mark does not. Names hold pronouns too (“你点我检”活动, 其他, 吉他).

    >>> from clusterx import extract
    >>> text = "300多台织机整齐排列，几名工人在巡检。全县改造织机3.2万台。"
    >>> [t.quantity.text for t in extract(text).targets]
    ['3.2万台']
    >>> [t.quantity.text for t in extract("“他跑了11个省份，我们园区引进企业12家。”").targets]
    ['12家']
"""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.records import Quantity
from clusterx.rules.figures import Figure
from clusterx.rules.one_thing import tells_one_thing

REACH = 36  # characters of the clause before a number: a subject stands no further off
ABOUT = "(?:整整|足足|大约|只有|仅有|不到|不足|超过|多达|[只仅才就约近达有要能可了过在上])*"
# One of these stands in all that PERSON, TELLS, EXCLAIMS, DID and TRIP find: few clauses hold any.
MAY_SPEAK = Pattern("[你您俺咱我他她老小父母爷奶妻丈儿女伴先们就天夜晚时足说算气下后候峰了过记]")
PERSON = Pattern(
    r"你(?<!迷你)|您|俺|咱(?!们?[省市县区州镇村园])|我(?<!自我)(?!记得|估计|看|[们国省市县区州镇乡局厅委院校司盟旗办处部公军为帮])"
    r"|(?:侨眷|乡亲|村民|街坊)们|[他她](?<!其他)(?<!吉他)(?<!利他)(?!经济|力量|[们国乡山方])|给了?我们|父[亲子]|母亲(?![河节])|爷爷|奶奶|妻子|丈夫|儿子|女儿(?!红)|老伴|[^，。；](?:女士|先生)(?=花|买|家|的|每|一|在|带|拿|用)|^[老小][张王李刘赵吴徐孙郭罗周](?![村庄镇家])"
)
# Whoever opens the sentence is the subject of its clauses, unless he only reports: 他介绍，…
TOPIC = Pattern(
    r"“?(?:[他她](?!经济|力量|[们国乡山方])|我(?![们国省市县区州镇乡局厅委院校司盟旗办处部公军为帮])|俺|咱(?!们?[省市县区州镇村园])|记者|老[张王李刘赵孙郭])(?P<told>[^，。；]{0,20})"
)
REPORTS = Pattern(r"介绍|表示|说|指出|强调|要求|告诉|认为|透露|坦言|获悉|了解|从|看到|采访|算")
TOPICS = frozenset("他她我俺咱记老“")
OF_PUBLIC = Pattern(
    r"全[国省市县区镇州]|我[国省市县区镇州]|园区|开发区|高新区|经开区|集群|产业|规上|规模以上|项目|工程(?![师车机])|企业|产值|营收|营业收入|签约|投资"
)
UTTERANCE = 120
SUM_AS_SPOKEN = Pattern(r"[块毛角分]|钱$")
PAYS = Pattern(r"[赚卖花付给收价涨跌][^，。；]{0,3}$")  # 净赚不到四块
LOOSE = Pattern(r"[几来]|[一二三四五六七八九]{2}")
DEVELOPS = Pattern(
    r"引进|吸引|带动|培育|集聚|聚集|汇聚|入驻|落户|落地|建成|建起|签约|签下|新增|实施|攻克|获|发展|增[加至到]|认定|配套|布局|新建|孵化|惠及"
)
OWN_MONEY = Pattern(
    rf"(?:手[里头]|账[上面]|兜里|口袋里|家里|身上)[^，。；]{{0,4}}$|(?:(?<![减扭止])亏掉?|(?<![棉开鲜烟火浪雪茶种养])花[了掉去]?|(?<![理索])赔|(?<![清追])欠|[揣凑攒掏]|借(?!款|贷|力))[了着来到上的]{{0,2}}{ABOUT}$"
)
POCKETS = frozenset("手账兜口家身亏赔欠揣凑攒掏借花")
# One character is what a person does, two what an office does: 跑了, 谈了, but 组织了, 洽谈了, 编写了.
DOES = r"(?:[跑走熬聊]|(?<![起试腾放])飞|(?<![洽座访会交商约恳磋面])谈|(?<![测考面中应调])试|(?<![打研])磨|(?<![编填书撰改听])写|(?<![规策谋])画|(?<![组编纺])织|(?<!无)缝)"
TRIP = Pattern(
    rf"(?:{DOES}|样[品件]做|奔波|往返|来回|登门)[了过]{ABOUT}$|记者[^，。；]{{0,4}}(?:分赴|走访|采访|探访|来到|走进|跟随|数|兵分)[^，。；]{{0,6}}$"
)
PER_PIECE = Pattern(r"每(?:升|平方米(?!税|产|投)|公斤|斤|瓶|双|桶|条|碗|盒)[^，。；税产投]{0,4}$")  # 92号汽油每升7.18元
LOAD = Pattern(r"一(?<![第十百千万\d]一)(?:车|船|趟|桌|盘)(?:就|能|可|装|拉)?$")  # 一车1460箱
# What stands in rooms and streets; made and sold by the million it is a product.
_FURNISHING = "(?:桌|椅|板凳|凳|沙发|帐篷|横幅|条幅|彩旗|花篮|灯笼|展板|台阶)子?"
FURNITURE = frozenset("桌椅凳发篷幅旗篮笼板阶")
FURNISHED = Pattern(rf"{_FURNISHING}$")
FURNISHINGS = Pattern(rf"\p{{Han}}{{0,2}}{_FURNISHING}(?=[，。；、”]|$)")
PERSONS = ("位", "名", "人", "个")
ONLOOKERS = Pattern(r"多?(?:邻座|路过|围观|排队|结伴|同行)的?\p{Han}")
FEW = 1_000
TIMES = ("次", "趟", "回", "遍")
DID = Pattern(r"(?:亮|搬|修|飞|跑|找|问|哭|吵|败|碰|来|去)过\p{Han}{0,2}$")  # 搬过家五次
# 光差旅费就花了60万元, 一天能产4000套: no office writes so, unless of what is public.
TELLS = Pattern(
    r"(?<![成造])就(?![业近地医诊读餐绪职任学高])(?!已?经?(?:做到|达|突破|实现|完成|超过|引进|签约|落地|建成|新增))|(?<![第前])一(?:天|夜|晚上?|小时)(?!一)[^，。；]{0,6}[能可要就][^，。；]{0,4}$|(?:每天|一天)[吃卖发跑织接][^，。；]{0,3}$"
)
# An office writes 30人, 30名; and 30个人居环境示范村, 2个人力资源产业园 are no persons.
MERE_PERSONS = Pattern(r"人(?![才大均工次民员口居力形文社防饮行事参脸体造像物流车机武保格寿类气道])")
BRINGS = Pattern(
    r"投入|节约|节省|降低|减少|出口|进口|缴|拥有|生产(?!线)|销售|带动|吸引|培育|贡献|接待|发放|投放|新增|实现|完成|达|签|融资|授信|增长|增加|获|建成|投产|引进|培育|解决|办"
)
EXCLAIMS = Pattern(r"(?:足足|少说|满打满算|一口气|一下子|前前后后|最[多忙难远]的?时候|高峰[时期](?!段))[^，。；]{0,8}$")
SEEN_BEFORE = Pattern(
    r"着(?<![有聚集布跃落载负储藏备沿随朝本住]着)(?<![务营育撑理握引接射纳护供产]着)(?<![带牵驱推拉]动着)(?<!意味着)(?<!标志着)(?<!围绕着)$|(?:工人|职工|员工|师傅|工程师|技术员|人员)们?(?:正在?|忙着)[^，。；]{0,12}$|(?:[摆停挂堆坐站排躺亮蹲围码悬贴铺晾晒隔闪]|跳动|陈列|存放|展示)(?:着|满了?)[^，。；]{0,4}$|(?:看得?[到见]|只见|但见|望见|望去|眼前是?|眼帘的是?)[^，。；]{0,6}$"
)
SEEN_ENDS = frozenset("着满见到去前帘正")
PLACE_OF_SCENE = Pattern(
    r"(?:车间|流水线|生产线|产线|工地|现场|厂房|厂区|展厅|食堂|仓库|码头|货架|展柜|屏幕?|大厅|实验室|办公室|直播间|院子|门口)[里内上前旁外]，?(?:[只仅足]?有)?$"
)
PLACE_ENDS = frozenset("里内上前旁外有")
OF_SCENES = frozenset("台 辆 名 位 人 款 只 箱 艘 个 排 张 架 块 盏 幅 面 条 头 间 双 把 件 座 栋 家 工位".split())
AS_ONE = Pattern(
    r"[^，。；、\d]{1,12}?(?:连为一体|融为一体|连成|串成|串起|串联|拧成|织成|汇成|绑在|捆在|挤在|摆在|堆在|装进|搬进|挂在|贴在)"
)
RESULT = Pattern(
    r"[^，。；]{0,16}(?:完成|实现|投[产用]|改造|接入|上线|获|达到?|联网|入驻|就业|上岗|务工|增收|创业|持证|返岗|毕业|受益|参加|培训|更新|下线|并网|通过)"
)
MANNER = Pattern(
    r"[^，。；、\d]{0,10}?(?:、\d[^，。；、]{1,12}?)?(?:整齐|一字|依次|次第|井然|错落|鱼贯|列队|穿梭|来回|往来|缓缓|徐徐|轰鸣|飞转|翻飞|飞舞|映入|矗立|伫立|耸立|林立|静静"
    r"|不停地|不知疲倦|排队|排起|等候|等待|待发|待命|座无虚席|齐刷刷|来来往往|同时施工|埋头|围坐|挥汗|有条不紊|忙碌|忙着|穿行|同时作业|昼夜不停)"
)
LASTING = Pattern(  # 18块屏幕滚动着订单信息: the aspect of a scene
    r"[^，。；]{1,14}?着(?<!沿着)(?<!随着)(?<!朝着)(?<!本着)(?<!执着)(?<!志着)(?<!味着)(?<!有着)(?<!接着)(?<!围绕着)(?![力重手眼色陆装落])"
)
# 选派300名技术人员在生产一线开展服务: somebody saw to it that they are there.
SENT = Pattern(
    r"派|组织|安排|培训|动员|抽调|引[导进]|吸引|带动|帮助|招[聘录募]|录[用取]|新增|聘|组建|配备|推动|支持|保障|部署|投[入用放]|投入"
)
AT_WORK = Pattern(
    r"[^，。；、\d的]{0,8}?(?:[工职技]人|女工|职工|员工|技工|师傅|技术员|人员|工程师|巡检员|操作员|建设者|年轻人|小伙子?|姑娘|村民|绣娘|主播|司机|焊工"
    r"|机器人|机械臂|[机车]床?)们?(?:正(?!式)|在(?!岗|册|职|校|编|此|全|家)|手持|身着|并肩|专注|熟练|低头|俯身|抢抓|巡|吃住|奋战|坚守|连轴|三班)"
    r"(?!在?(?:加[快紧]|抓紧)?(?:建设|安装|调试|推进|洽谈|办理|申报))"
)
_ONCE = (
    r"(?:创办|创业|成立|建厂|办厂|建园|创园|开园|建区|设区|落户|起步|接手|改制|开业|创建)(?:之初|初期|伊始|当初|时(?!间|期)|那[年会]|的时候)|当初|起初|最初|早年|从前|昔日"
    r"|彼时|那时|那会|那年|当时|刚开始|^以前|[十几\d]年前(?<![较比]\d年前)(?<!\d{4}年前)|[一二三四五六七八九两]年前(?<![较比][一二三四五六七八九两]年前)"
    r"|过去(?<![较比于与和同跟]过去)(?!相比|(?:的|这)?(?:[一二三四五六七八九十两几]+|\d+)个?[年月季])"
)
ONCE = Pattern(_ONCE)
ONCE_OPENS = Pattern(rf"“?[^，。；]{{0,8}}?(?:{_ONCE})，")
SINCE = Pattern(r"如今|现在|目前|现已|今年|去年|截至|经过|短短|已[经有建达]|到了?\d|\d{4}年|[增扩升提涨][长加大到至]")
OPENING = 16
MAY_BE_ONCE = Pattern("[初时那前去昔早始]")
NOW_REACHES = Pattern(
    r"(?:增加|发展|扩大|提高|提升|增长|壮大|跃升|攀升|降低|下降|压减|压缩|缩减|减少|[增升涨降扩缩])[到至为了]$"
)
WAY = Pattern(
    rf"(?:一来一回|来来回回|单程|往返一?趟?)(?:就是|就要|要)?{ABOUT}$|(?:[向往][东西南北中左右前后]{{1,2}}[走行开]?|以[东西南北]{{1,2}})[^，。；]{{0,4}}$|(?:距离?|离(?!岸|散|子|线)|相隔|[从由][^，。；]{{2,12}}[到至])[^，。；]{{0,14}}$|(?:绵延|蜿蜒|横跨|[行车]程|跋涉|驱车|[跑走]|沿[^，。；]{{1,6}}(?:[走行]|而[上下]))了?{ABOUT}$"
    rf"|(?:机场|车站|高铁站|港口|口岸|县城|市区|省会|码头)[到至][^，。；]{{2,12}}$|(?:岸线|边境线|国境线|边界线)(?:总长|全长|长|绵延)?{ABOUT}$"
)
BUILT = Pattern(
    r"[建修铺改管廊渠退清]|恢复|保护|治理|利用|开发|新增|整治|通车|公路|铁路|高速|道路|专用线|线路|里程|贯通|硬化|[绿栈]道"
)
SHORE = Pattern(r"[^，。；、\d]{0,6}?(?:海岸线|岸线|边境线|国境线|边界线|海疆)")
AIMS = Pattern(r"到\d{4}年|至\d{4}年|年(?<=\d{4}年)底?前|力争|目标|争取|确保|规划|计划|十[一二三四五六]五")


def find_narrated(text: str, figure: Figure, quantity: Quantity) -> str | None:
    """What the number tells that is of no industry, or None."""
    begin, start = figure.clause, figure.start
    before = text[begin if start - begin < REACH else start - REACH : start]
    if figure.unit == "块" and PAYS.search(before):
        return "spoken"
    if quantity.dimension == "money" and SUM_AS_SPOKEN.search(quantity.text):
        return "spoken"
    return None if AIMS.search(text[figure.segment.start : start]) else _reason(text, figure, quantity, before)


def _reason(text: str, figure: Figure, quantity: Quantity, before: str) -> str | None:
    if _is_spoken(text, figure, quantity, before):
        return "spoken"
    if tells_one_thing(text, figure, quantity, before):
        return "one thing"
    if ("一" in before and LOAD.search(before)) or _furnishes(text, figure, quantity, before):
        return "one thing"
    if quantity.dimension == "money" and "每" in before and PER_PIECE.search(before):
        return "one thing"
    if figure.unit in PERSONS and ONLOOKERS.match(text, figure.end):
        return "scene"
    if figure.unit in OF_SCENES and _is_seen(text, figure, before):
        return "scene"
    if quantity.dimension == "length" and _is_a_way(text, figure, before):
        return "distance"
    return "early days" if _is_of_early_days(text, figure, before) else None


def _furnishes(text: str, figure: Figure, quantity: Quantity, before: str) -> bool:
    """临时加了40把椅子, 摆开招聘桌46张."""
    if FURNITURE.isdisjoint(before[-3:] + text[figure.end : figure.end + 4]):
        return False
    if quantity.value is None or quantity.value >= FEW or BRINGS.search(before):
        return False
    return FURNISHED.search(before) is not None or FURNISHINGS.match(text, figure.end) is not None


def _is_spoken(text: str, figure: Figure, quantity: Quantity, before: str) -> bool:
    speaks = MAY_SPEAK.search(before)
    if speaks:
        if PERSON.search(before.rpartition("”")[2]):
            return True
        if TELLS.search(before) and not BRINGS.search(before):
            return not _is_public(text, figure, before)
        if EXCLAIMS.search(before):
            return True
    if _is_of_the_speaker(text, figure, before) or _is_of_the_topic(text, figure, before):
        return True
    if quantity.bound in ("range", "at_least") and LOOSE.search(quantity.text):
        if not _is_public(text, figure, before) and not _develops(text, figure, before):
            return True
        return before.endswith("来了")
    if quantity.dimension == "money":
        return not POCKETS.isdisjoint(before) and OWN_MONEY.search(before) is not None
    if figure.unit == "个" and text.startswith("人", figure.end):
        return MERE_PERSONS.match(text, figure.end) is not None
    if not speaks:
        return False
    return (figure.unit in TIMES and DID.search(before) is not None) or TRIP.search(before) is not None


def _is_of_the_speaker(text: str, figure: Figure, before: str) -> bool:
    """“电费一年省了80多万元，我心里踏实多了。” An official says what it is of: “我算了算，全市产值突破百亿元。”"""
    near = figure.start - UTTERANCE if figure.start > UTTERANCE else 0
    opened = text.rfind("“", near, figure.start)
    if opened < 0 or text.find("”", opened, figure.start) >= 0:
        return False
    closed = text.find("”", figure.end, figure.end + UTTERANCE)
    if closed < 0 or not PERSON.search(text, opened + 1, closed):
        return False
    return not _is_public(text, figure, before)


def _is_of_the_topic(text: str, figure: Figure, before: str) -> bool:
    """他先后拜访了30多位专家，写下12本笔记."""
    begin = figure.segment.start
    if text[begin : begin + 1] not in TOPICS or not (topic := TOPIC.match(text, begin, figure.start)):
        return False
    return not REPORTS.search(topic["told"]) and not _is_public(text, figure, before)


def _is_public(text: str, figure: Figure, before: str) -> bool:
    return OF_PUBLIC.search(before) is not None or OF_PUBLIC.search(text, *figure.right) is not None


def _develops(text: str, figure: Figure, before: str) -> bool:
    """十几家 that were brought in or grown."""
    return DEVELOPS.search(before) is not None or DEVELOPS.search(text, *figure.right) is not None


def _is_seen(text: str, figure: Figure, before: str) -> bool:
    if not SEEN_ENDS.isdisjoint(before) and SEEN_BEFORE.search(before):
        return True
    if figure.right[0] == figure.right[1] or OF_PUBLIC.search(text, *figure.right):
        return False
    end = figure.end
    if SENT.search(before):
        return False
    if (
        MANNER.match(text, end)
        or AT_WORK.match(text, end)
        or ("着" in text[end : end + 15] and LASTING.match(text, end))
    ):
        return not RESULT.match(text, figure.end)
    if before[-1:] in ("将", "把") and AS_ONE.match(text, figure.end):
        return True
    near = text[figure.start - 12 if figure.start > 12 else 0 : figure.start]
    return (
        near.rstrip("，")[-1:] in PLACE_ENDS
        and PLACE_OF_SCENE.search(near) is not None
        and not RESULT.match(text, figure.end)
    )


def _is_of_early_days(text: str, figure: Figure, before: str) -> bool:
    if figure.baseline or figure.unit in (
        "%",
        "倍",
        "番",
    ):  # 而三年前这一数字只有17%: what the share of today is compared with
        return False
    if MAY_BE_ONCE.search(before) and ONCE.search(before):
        return not NOW_REACHES.search(before)
    begin = figure.segment.start
    if begin == figure.clause or not MAY_BE_ONCE.search(text, begin, begin + OPENING):
        return False
    opens = ONCE_OPENS.match(text, begin, figure.start)  # 创业之初，公司只有7名员工
    return opens is not None and not SINCE.search(text, opens.end(), figure.start) and not NOW_REACHES.search(before)


def _is_a_way(text: str, figure: Figure, before: str) -> bool:
    if SHORE.match(text, figure.end):
        return not BUILT.search(before)
    if figure.baseline or not WAY.search(before) or BUILT.search(before):
        return False
    return not BUILT.search(text, *figure.right)
