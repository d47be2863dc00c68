"""What may be asked, of whom, how often, and what an answer must say. No database, no clock.

1. A list looks at what is held and done on duty and at what the law forbids. An item about family, health, beliefs,
   whereabouts or life after hours is refused with the word that gave it away (charter 2, 3, 6;
   个人信息保护法 art. 6, 28, 34). A check of personnel selection asks for steps and papers, never for an opinion of a
   person (requirement 091).
2. What is an example, or says no basis, does not leave the desk.
3. Who approves did not write.
4. A unit is not asked about a topic again within the topic's period, whoever asks (政府督查工作条例 art. 17, by
   analogy; it gives no number of days: the number is the bureau's).
5. Several days of one topic by one team count once a month (公通字[2001]92号).
6. "Fine" needs no words. A problem says what it is, "not applicable" says why.
7. A problem stays a problem for as long as its matter stands on the ledger.
8. Only a check of personnel selection asks for papers, those that a step of the procedure leaves; no more an answer
   than the cap of attachments, none that holds an opinion of a person. "Fine" without one says why there is none.
9. A list says in one line what effect it wants before it goes out. It is closed when everybody has answered or the
   deadline is over, with one line on what came of it that does not just repeat what was wanted (requirement 236).
10. How often a unit is inspected in a month, by one body and in all, and how many papers an answer holds, are caps of
   the room `burden`. A full unit is left out, the list is put off to a month with room, or it takes in another list.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qingyuan.inspection.kinds import ListKind, Result
from qingyuan.kit import effects

PRIVATE = (
    *("家属", "家庭", "家访", "家人", "配偶", "夫妻", "婚姻", "恋爱", "子女", "父母", "亲友", "亲属"),
    *("健康", "病史", "病历", "体检", "疾病", "心率", "血压", "怀孕", "心理状况", "精神状况"),
    *("八小时外", "8小时外", "八小时以外", "8小时以外", "业余", "私人生活", "生活圈", "社交圈", "朋友圈"),
    *("行踪", "轨迹", "手机定位", "位置信息", "下班后去", "个人去向", "休假去向", "住址", "住所"),
    *("私人手机", "个人手机", "聊天记录", "个人账户", "银行流水"),
    *("思想动态", "思想状况", "政治表现", "政治忠诚", "信仰", "宗教", "忠诚度", "小圈子", "人身依附"),
)
OPINIONS = (
    *(
        "评价",
        "口碑",
        "印象",
        "表现好",
        "表现差",
        "能力强",
        "能力弱",
        "优秀",
        "称职",
        "满意",
        "认可",
        "威信",
        "人品",
    ),
    *("群众反映如何", "看法", "推荐意见如何", "是否适合", "是否胜任", "德才"),
)
OPINION_PAPERS = (
    "考察材料",
    "谈话记录",
    "谈话笔录",
    "测评",
    "推荐票",
    "得票",
    "鉴定",
)  # papers that hold opinions
ITEMS_AT_MOST = 30  # what a clerk can look at in one sitting
REPEAT_DAYS = 30  # shipped for every topic
MINUTES = 20  # that answering is said to take, until it is measured


@dataclass(frozen=True)
class ItemText:
    """One item as written; ``example``: shipped to be edited, its source not looked up; ``paper``: what it asks for."""

    what: str
    how: str
    basis: str
    criterion: str
    example: bool = False
    paper: str = ""


@dataclass(frozen=True)
class ListText:
    """A list as written, with how many units are to be asked."""

    kind: ListKind
    title: str
    source: str
    function: str
    failed: str
    effect: str
    items: Sequence[ItemText]
    units: int
    due_on: date


@dataclass(frozen=True)
class Fault:
    """Something wrong: its code, the item it is in (from 1; 0: the list), and the word that gave it away."""

    code: str
    item: int = 0
    word: str = ""


def private_word(text: str) -> str:
    """The word of a text that asks about private life, or nothing.

    >>> private_word("家属是否开办公司"), private_word("枪支出入库登记")
    ('家属', '')
    """
    return next((word for word in PRIVATE if word in text), "")


def opinion_word(text: str) -> str:
    """The word of a text that asks what somebody thinks of a person, or nothing.

    >>> opinion_word("群众对拟任人选的评价"), opinion_word("公示的起止日期和原件")
    ('评价', '')
    """
    return next((word for word in OPINIONS if word in text), "")


def text_faults(kind: ListKind, *texts: str, item: int = 0) -> list[Fault]:
    """What must not be asked, in any of these texts."""
    faults = [Fault("private", item, word) for text in texts if (word := private_word(text))]
    if kind is ListKind.SELECTION:
        faults += [Fault("opinion", item, word) for text in texts if (word := opinion_word(text))]
    return faults[:1]


def item_faults(kind: ListKind, said: ItemText, number: int = 0) -> list[Fault]:
    """Everything that keeps an item from standing on a list."""
    faults = [] if said.what.strip() else [Fault("no_what", number)]
    faults += text_faults(kind, said.what, said.how, said.criterion, said.basis, said.paper, item=number)
    if said.paper.strip() and kind is not ListKind.SELECTION:
        faults.append(Fault("paper_elsewhere", number))
    faults += [Fault("opinion", number, word) for word in OPINION_PAPERS if word in said.paper][:1]
    return faults


def sending_faults(said: ListText, today: date) -> list[Fault]:
    """Everything that keeps a list at the desk, all at once."""
    faults = text_faults(said.kind, said.title, said.function, said.failed, said.effect)
    faults += [Fault("no_source")] if not said.source.strip() else []
    faults += [Fault("no_function")] if not said.function.strip() else []
    if said.kind is ListKind.ALERT and not said.failed.strip():
        faults.append(Fault("no_failed"))
    faults += [] if said.effect.strip() else [Fault("no_effect")]
    if not said.items:
        faults.append(Fault("no_items"))
    if len(said.items) > ITEMS_AT_MOST:
        faults.append(Fault("too_many_items"))
    for number, item in enumerate(said.items, 1):
        faults += item_faults(said.kind, item, number)
        faults += [Fault("example", number)] if item.example else []
        faults += [Fault("no_basis", number)] if not item.basis.strip() else []
        faults += [Fault("no_criterion", number)] if not item.criterion.strip() else []
    if not said.units:
        faults.append(Fault("no_units"))
    if said.due_on < today:
        faults.append(Fault("past"))
    return faults


@dataclass(frozen=True)
class Ending:
    """A list about to be closed: what it wanted, what is said to have come of it, whether ``all_answered``."""

    kind: ListKind
    effect: str
    came_of: str
    due_on: date
    all_answered: bool


def closing_faults(said: Ending, today: date) -> list[Fault]:
    """Everything that keeps a list from being closed, all at once.

    >>> day = date(2021, 3, 31)
    >>> [one.code for one in closing_faults(Ending(ListKind.OTHER, "日志留满六个月", "", day, False), day)]
    ['too_soon', 'no_came_of']
    """
    faults = [] if said.all_answered or today > said.due_on else [Fault("too_soon")]
    if fault := effects.fault(said.effect, said.came_of):
        faults.append(Fault(fault))
    return faults + text_faults(said.kind, said.came_of)


def may_approve(approver: int, made_by: int, changed_by: int) -> bool:
    """Whether somebody is a second person: neither the maker nor the last one who wrote in it."""
    return approver not in (made_by, changed_by)


@dataclass(frozen=True)
class Earlier:
    """That a unit was asked about a topic on a day; ``list_id`` by which list."""

    unit_id: int
    list_id: int
    on: date


def repeats(earlier: Iterable[Earlier], on: date, days: int) -> dict[int, Earlier]:
    """By unit the latest earlier asking that still bars another one on ``on``: less than ``days`` days ago.

    >>> asked = [Earlier(7, 1, date(2021, 3, 1))]
    >>> 7 in repeats(asked, date(2021, 3, 30), 30), 7 in repeats(asked, date(2021, 3, 31), 30)
    (True, False)
    """
    found: dict[int, Earlier] = {}
    for one in earlier:
        last = found.get(one.unit_id)
        if (on - one.on).days < days and (last is None or one.on > last.on):
            found[one.unit_id] = one
    return found


def free_from(earlier: Earlier, days: int) -> date:
    """The first day on which the unit may be asked about the topic again."""
    return earlier.on + timedelta(days=days)


@dataclass(frozen=True)
class Visit:
    """One day on which one team asked one unit about one topic."""

    team_id: int
    topic: str
    unit_id: int
    on: date


def inspections(visits: Iterable[Visit]) -> int:
    """How many inspections these are: several days, or several units, of one topic by one team count once a month."""
    return len({(one.team_id, one.topic, one.on.year, one.on.month) for one in visits})


def answer_faults(result: Result, words: str, *, fixed: bool, done: str, number: str) -> list[str]:
    """What an answer to one item lacks."""
    faults = []
    if result is Result.PROBLEM and not words.strip() and not number.strip():
        faults.append("no_problem")
    if result is Result.NOT_APPLICABLE and not words.strip():
        faults.append("no_reason")
    if fixed and result is not Result.PROBLEM:
        faults.append("fixed_nothing")
    if fixed and not done.strip():
        faults.append("no_done")
    if fixed and number.strip():
        faults.append("fixed_known")
    if number.strip() and result is not Result.PROBLEM:
        faults.append("number_without_problem")
    return faults


def paper_faults(
    result: Result, *, asked: bool, papers: int, reason: str, most: int, stood: int = 0
) -> list[str]:
    """What is wrong with the papers of an answer; ``reason``: why there is none; ``most``: the cap; ``stood``: how many
    of them stood already when the cap was perhaps higher. Where the cap is nought none is asked for.

    >>> paper_faults(Result.FINE, asked=True, papers=0, reason="", most=2)
    ['no_paper']
    >>> paper_faults(Result.FINE, asked=True, papers=0, reason="原件在上级机关", most=2)
    []
    """
    faults = []
    if papers and not asked:
        faults.append("paper_not_asked")
    if papers > max(most, stood):
        faults.append("too_many_papers")
    lacks = result is Result.FINE and asked and most > 0 and not papers
    if lacks and not reason.strip():
        faults.append("no_paper")
    if reason.strip() and not lacks:
        faults.append("idle_reason")
    return faults


def correction_faults(before: Result, after: Result, *, same_words: bool, stands: bool) -> list[str]:
    """What stands against a correction; ``stands``: the matter of the former answer is still on the ledger."""
    faults = []
    if before is after and same_words:
        faults.append("same")
    if before is Result.PROBLEM and after is not Result.PROBLEM and stands:
        faults.append("stands")
    return faults


def is_late(due_on: date, answered: int, items: int, today: date) -> bool:
    """Whether a unit is past the deadline with something still to answer."""
    return answered < items and today > due_on


def spared(units: Collection[int], asked: Collection[int]) -> frozenset[int]:
    """The units that are not asked."""
    return frozenset(units) - frozenset(asked)
