"""Seeded essays (心得体会) of a police bureau with planted copies, for measuring who finds them.

Essays are made by a grammar of phrases (about three bits a character, where real ones have four or five) and hold formulas that hundreds of essays share.
A fifth of them copy from the others: 30 to 300 characters as they stand, in another dress (punctuation, spaces, width,
traditional characters), with 5 to 15 % of the characters changed, with sentences reordered, or as patchwork of several
sources. Nobody copies from a copier, so that the truth is whole. ``essays(count, seed)`` is all there is to call.
"""

import math
import random
from dataclasses import dataclass, field
from itertools import pairwise

import numba
import numpy as np

KINDS = ("verbatim", "dressed", "edited", "reordered", "patchwork")
LEXICON = {
    "N": "案件 卷宗 台账 群众 纠纷 线索 笔录 证据 程序 期限 窗口 证件 路面 隐患 警情 巡逻 值班 社区 档案 车辆 手续 材料 文书 物品 现场 电话 记录仪 登记簿 钥匙 仓库 表格 名单 通知 回执 清单 签字 系统 数据 密码 权限 设备 对讲机 监控 视频 照片 录音 票据 罚单 保证金 押金 账目 报销单 采购单 合同 工资 补贴 考勤 假条 会议 发言 计划 总结 目标 制度 责任 作风 纪律 意识 态度 能力 方法 习惯 毛病 短板 漏洞 经验 教训 效果 质量 效率 矛盾 情绪 诉求 意见 建议 电动车 摩托车 货车 校车 学校 医院 工厂 网吧 旅馆 市场 村委会 居委会 养老院 工地 仓储点 加油站 银行 快递点 出租屋 老人 孩子 学生 司机 商户 房东 租客 外来工 报警人 当事人 证人 嫌疑人 家属 邻居 同事 徒弟 师傅 新警 辅警 所长 教导员 内勤 法制员 督察",
    "V": "核对 登记 走访 询问 调解 受理 移交 保管 检查 答复 回访 整理 归还 补办 录入 审核 报告 记录 通知 安抚 劝说 处理 跟踪 排查 巡查 值守 护送 寻找 查询 比对 调取 封存 拆封 盘点 清理 修订 起草 张贴 公示 解释 道歉 赔付 垫付 退还 交接 签收 催办 督促 联系 协调 拜访 请教 学习 模仿 复盘 讨论 反思 改正 落实 完善 推动 放下 拿起 忘记 拖延 漏掉 弄错 看轻 敷衍 应付 推给 遮掩 弥补 重做 坚持 改写 抽查 约见 陪同 接待 疏导 评估 测试 培训 演练 值勤 设卡 拦停 盘问 拍照 取证 送达 执行 结案 立案 撤回 延期 申请 批准 转交 退回",
    "A": "耐心 仔细 粗心 急躁 马虎 认真 及时 拖沓 简单 生硬 周到 冷淡 热情 规范 随意 完整 残缺 清楚 含糊 准确 迟到 提前 反复 主动 被动 公开 私下 当面 连夜 逐条 逐户 逐件 分头 独自 轮流 当场 事后 勉强 坦率 谨慎 踏实 浮躁 松懈 严格 公道 偏心 麻木 敏感 细致 从容",
    "T": "今年春天 去年冬天 上个月 国庆期间 端午前后 开学那周 雨季里 夏夜 凌晨两点 换班之前 午饭以后 入户那天 调到所里不久 刚当师傅时 年底盘点时 第一次出警时 下沉社区以后 疫情那阵子 集市散了以后 大雪那天 期末考试前 台风来时 收麦时节 停电那晚 领到任务后 写材料时 开庭前一天 体检回来 休假结束 搬到新址以后",
    "P": "城南派出所 河西社区 东门窗口 交警二中队 老街 纺织厂家属院 高铁站 客运站 工业园 大学城 菜市场 北关村 柳林镇 石桥乡 南湾小区 第三中学 人民医院 开发区 物流园 水库边 国道岔口 护城河 西山景区 看守所 户籍室 信访室 档案室 值班室 指挥中心 法制科",
    "C": "所以 但是 后来 结果 可是 于是 其实 原来 幸好 因此 不过 同时 另外 反过来 说到底 想起来 有一回 到头来 从那以后 一开始 老实说 更糟的是 让我脸红的是 值得一提的是 直到现在 当时 现在 以前 往后 这一次",
    "S": "我 我们 师傅 同事 所长 教导员 搭档 辅警小组 内勤 窗口的同志 一位老人 报警人 房东 那位司机 两名学生 一对夫妻 几户商家 村干部 我的徒弟 值班领导",
    "Q": "三 五 七 十二 二十 四十六 一百零八 两百 十九 三十一 六 八 十五 二十七 九十",
    "M": "起 份 本 次 户 人 件 天 个小时 页 辆 遍",
    "E": "心里很不是滋味 这才明白道理 到今天还记得 至今没有忘 我把它写在本子上 问题出在我自己身上 话说得太满 不敢再大意 这件事改变了我 慢慢有了起色 群众的脸色好看多了 我向人家认了错 一连几天睡不好 说明规矩不能省 看似小事却不小 省下的时间又赔了进去 第二天就补上了 从此不再这样做 以后照此办理 效果比预想的好",
}
# What may stand before a noun, a verb.
BEFORE = {
    "N": " 旧 新 那份 这批 几样 自己的 别人的 积压的 缺页的 上报的 邻县的 丢失的 借来的 过期的 夜里的 村里的 队里的 临时 重点 普通 涉外 全部 个别 最后的 纸质 手写的 返工的 交叉的 真实的".split(
        " "
    ),
    "V": " 反复 重新 连续 分批 协助 试着 抓紧 补充 顺便 集中 自行 按期 委托 单独 尽快 开始".split(" "),
}
PATTERNS = "TS在P VN，CS没有A地 VN，E。|CS A地V了QM N，E。|S在P V N的时候，把N和N弄混了，CN只好重新V。|T，P送来QM N，S A地V，E。|对N要A，对N要A，不能把N当成N。|CS去P V N，S说N比N要紧，我A地V了N。|我的问题是V N不够A，CV N又太A。|T我负责V N，CQM N没有V，S来问，E。|改法是：每QM V一次N，由S A地V，N留在P。|S问我N为什么V得这么A，我A地说不出话。|为了V N，S跑了QM P，CN才V完，E。|CN的N，S已经V了QM，我却没有V N。|从P到P，S A地V N，CV N。|S教我先V N，再V N，最后V N，E。|遇到N，我习惯先V N，CS提醒我V N才A。|T清点N，少了QM，我A地V N，才发现N被V在P。|如果当时A地V N，N就不会V到P，S也不会A。|E，CS V N更A了，N比T少了QM。".replace(
    " ", ""
)
FORMULA_HEADS = "深入学习贯彻 全面贯彻落实 始终坚持和加强 认真领会和把握 坚决做到 切实增强 牢牢把握 自觉践行 不断提高 持续推进 着力解决 扎实开展 严格落实 大力弘扬 紧紧围绕 进一步强化".split()
FORMULA_CORES = "党对公安工作的绝对领导 对党忠诚服务人民执法公正纪律严明的总要求 全面从严管党治警的方针 政法队伍教育整顿的决策部署 以人民为中心的发展思想 刀刃向内刮骨疗毒的自我革命精神 筑牢政治忠诚清除害群之马整治顽瘴痼疾弘扬英模精神 社会主义法治理念 防止干预司法三个规定 法律面前人人平等的原则 新时代公安队伍建设的目标任务 党史学习教育的各项要求 忠诚干净担当的政治品格 执法为民的根本宗旨 维护国家政治安全和社会稳定的职责使命 作风建设永远在路上的要求".split()
FORMULA_TAILS = "把思想和行动统一到上级的决策部署上来 努力让人民群众在每一起案件中感受到公平正义 以实际行动向党和人民交出满意的答卷 做到学思用贯通知信行统一 切实增强四个意识坚定四个自信做到两个维护 为经济社会高质量发展保驾护航 打造一支党和人民信得过靠得住能放心的队伍 确保教育整顿各项任务落到实处见到实效 以永远在路上的执着把全面从严治党引向深入 在学懂弄通做实上下功夫".split()
FIRST, LAST = 0x4E00, 0x9FA5
WIDE = str.maketrans("0123456789,:", "０１２３４５６７８９，：")
DRESS = str.maketrans("，。：", ",.:")


@dataclass(frozen=True)
class Copy:
    """A planted copy: half-open spans, as offsets into the texts."""

    target: int
    begin: int
    end: int
    source: int
    source_begin: int
    source_end: int
    kind: str


@dataclass
class Essays:
    texts: list[str]
    copies: list[Copy] = field(default_factory=list)


def _lexicon() -> tuple[dict[str, int], np.ndarray, np.ndarray, np.ndarray, np.ndarray, int]:
    """Slots, their words and all patterns as flat arrays; formulas are the last slot."""
    chance = random.Random(1)
    slots = {
        name: [b + word for b in BEFORE.get(name, [""]) for word in words.split()]
        for name, words in LEXICON.items()
    }
    formulas = [
        f"{head}{core}，{tail}。"
        for head in FORMULA_HEADS
        for core in FORMULA_CORES
        for tail in FORMULA_TAILS
    ]
    slots["F"] = chance.sample(formulas, 160)
    words, first_word = [], [0]
    for name in slots:
        words += slots[name]
        first_word.append(len(words))
    codes = np.frombuffer("".join(words).encode("utf-16-le"), np.uint16)
    ends = np.cumsum([0, *map(len, words)])
    number = {name: n for n, name in enumerate(slots)}
    # A pattern is a row of codes; a slot is written as its number.
    patterns = [[number.get(char, ord(char)) for char in one] for one in PATTERNS.split("|")] + [
        [number["F"]]
    ]
    table = np.full((len(patterns), max(map(len, patterns)) + 1), -1, np.int64)
    for n, row in enumerate(patterns):
        table[n, : len(row)] = row
    return number, codes, ends, np.array(first_word), table, len(patterns)


@numba.njit(cache=True, nogil=True)
def _write(first, count, seed, sizes, codes, ends, first_word, table, out, bounds, formula):  # type: ignore[no-untyped-def]
    at, patterns = 0, len(table) - 1
    for doc in range(count):
        state = np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(first + doc + 1) * np.uint64(
            0xD1342543DE82EF95
        )
        begin = at
        while at - begin < sizes[doc]:
            state += np.uint64(0x9E3779B97F4A7C15)
            drawn = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            drawn = (drawn ^ (drawn >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            drawn ^= drawn >> np.uint64(31)
            is_formula = drawn % np.uint64(10) == 0
            row = patterns if is_formula else np.int64((drawn >> np.uint64(8)) % np.uint64(patterns))
            n = 0
            while table[row, n] >= 0:
                item = table[row, n]
                n += 1
                if item > 99:
                    out[at], formula[at] = item, is_formula
                    at += 1
                    continue
                state += np.uint64(0x9E3779B97F4A7C15)
                drawn = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
                drawn = (drawn ^ (drawn >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
                drawn ^= drawn >> np.uint64(31)
                word = first_word[item] + np.int64(drawn % np.uint64(first_word[item + 1] - first_word[item]))
                for place in range(ends[word], ends[word + 1]):
                    out[at], formula[at] = codes[place], is_formula
                    at += 1
        bounds[doc + 1] = at
    return at


def essays(count: int, seed: int = 1, length: int = 1600, copiers: float = 0.2) -> Essays:
    """So many essays of about so many characters, and what is copied in them."""
    _number, codes, ends, first_word, table, _rows = _lexicon()
    chance = random.Random(seed)
    texts: list[str] = []
    formulas: list[bytes] = []
    for first in range(0, count, 2000):
        size = min(2000, count - first)
        sizes = np.random.default_rng(seed + first).integers(length // 2, length * 3 // 2, size)
        out = np.empty(int(sizes.sum()) + 400 * size, np.uint16)
        formula, bounds = np.zeros(len(out), np.bool_), np.zeros(size + 1, np.int64)
        end = _write(first, size, seed, sizes, codes, ends, first_word, table, out, bounds, formula)
        text = out[:end].tobytes().decode("utf-16-le")
        marks = formula[:end].tobytes()
        texts += [text[bounds[n] : bounds[n + 1]] for n in range(size)]
        formulas += [marks[bounds[n] : bounds[n + 1]] for n in range(size)]
    return planted(texts, formulas, chance, copiers)


def planted(texts: list[str], formulas: list[bytes], chance: random.Random, copiers: float = 0.2) -> Essays:
    """Let so many of some texts copy from the others; `formulas` marks the characters that are formulas."""
    made, count = Essays(texts), len(texts)
    originals = [chance.random() >= copiers for _ in range(count)]
    sources = [n for n in range(count) if originals[n]]
    for target in range(count):
        if not originals[target]:
            kind = KINDS[chance.randrange(len(KINDS))]
            for _ in range(chance.randint(3, 5) if kind == "patchwork" else 1):
                _plant(made, formulas, target, chance.choice(sources), kind, chance)
    return made


def _plant(
    made: Essays, formulas: list[bytes], target: int, source: int, kind: str, chance: random.Random
) -> None:
    old = made.texts[source]
    low, high = (30, 100) if kind == "patchwork" else (60, 300) if kind == "reordered" else (30, 300)
    for _ in range(50):
        size = int(math.exp(chance.uniform(math.log(low), math.log(high))))
        begin = chance.randrange(max(1, len(old) - size * 5 // 4))
        end, letters = begin, 0
        while letters < size and end < len(old):
            letters += old[end].isalnum()
            end += 1
        if letters == size and sum(formulas[source][begin:end]) * 3 < end - begin:
            break
    pieces = [(begin, end)]
    if kind == "reordered":
        cuts = [n + 1 for n in range(begin + 19, end - 20) if old[n] in "，。"]
        chosen = sorted(chance.sample(cuts, min(len(cuts), chance.randint(1, 3))))
        edges = [begin] + [cut for n, cut in enumerate(chosen) if n == 0 or cut - chosen[n - 1] >= 20] + [end]
        pieces = list(pairwise(edges))
        chance.shuffle(pieces)
    text = made.texts[target]
    taken = [(copy.begin, copy.end) for copy in reversed(made.copies[-8:]) if copy.target == target]
    places = [n + 1 for n in range(len(text)) if text[n] == "。" and not any(b < n + 1 < e for b, e in taken)]
    at = chance.choice(places or [0])
    parts, copies, here = [], [], at
    for begin, end in pieces:
        part = _changed(old[begin:end], kind, chance)
        copies.append(Copy(target, here, here + len(part), source, begin, end, kind))
        parts.append(part)
        here += len(part)
    added = "".join(parts)
    made.texts[target] = text[:at] + added + text[at:]
    for n in range(len(made.copies) - 1, -1, -1):
        copy = made.copies[n]
        if copy.target != target:
            break
        if copy.begin >= at:
            moved = len(added)
            made.copies[n] = Copy(
                target,
                copy.begin + moved,
                copy.end + moved,
                copy.source,
                copy.source_begin,
                copy.source_end,
                copy.kind,
            )
    made.copies += copies


def _changed(text: str, kind: str, chance: random.Random) -> str:
    if kind == "edited":
        rate, chars = chance.uniform(0.05, 0.15), list(text)
        for n in range(len(chars)):
            if chars[n].isalnum() and chance.random() < rate:
                other = chr(chance.randint(FIRST, LAST)) if chance.random() < 0.3 else chance.choice(text)
                way = chance.random()
                chars[n] = other if way < 0.7 else "" if way < 0.85 else chars[n] + other
        return "".join(chars)
    if kind == "dressed":
        way = chance.randrange(4)
        if way == 0:
            return text.translate(DRESS)
        if way == 1:
            return "".join(char + " " * (chance.random() < 0.2) for char in text)
        if way == 2:
            return "".join(char for char in text if char.isalnum())
        return text.translate(TRADITIONAL).translate(WIDE)
    return text


TRADITIONAL = str.maketrans(
    "这来时为国们个说么没对开关实问题过还后发经现动进长种务员门见书写听话车东马鸟鱼龙风云电脑线网络视频证据录讯询诉讼认识让请谁谢",
    "這來時為國們個說麼沒對開關實問題過還後發經現動進長種務員門見書寫聽話車東馬鳥魚龍風雲電腦線網絡視頻證據錄訊詢訴訟認識讓請誰謝",
)
