"""What a column name looks like, and one spelling for it."""

from __future__ import annotations

import re
from functools import lru_cache

from ._numerals import visible

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|《|》|<[^<>]*>")
_NOISE = re.compile(r"[\s_\-—–·.,:;、。*#※★☆'\"“”‘’?!~/\\|()\[\]{}【】〔〕<>]+")
_SPACES = re.compile(r"\s+")
_LONGEST = 500  # characters of a cell that are looked at as a name: no column is called more
_KEPT = 200  # characters up to which a text is worth remembering

_WORDS = frozenset(
    """序号 编号 姓名 性别 警号 职务 职级 单位 部门 日期 时间 备注 问题 措施
    内容 类别 来源 状态 电话 附件 根源 问题编号 问题来源 问题类别 问题类型
    问题表述 问题描述 问题概述 存在问题 存在不足 发现问题 主要问题 共性个性
    单位名称 责任单位 具体责任单位 监督单位 检查单位 核查单位 责任部门 牵头单位
    配合单位 责任领导 责任人 整改责任人 整改责任 整改第一责任人 整改措施 整改要求
    整改类型 整改完成标准 整改时限 整改期限 整改进展 整改情况 整改说明 整改结果
    完成时间 完成时限 开始时间 结束时间 检查时间 验收时间 验收人 验收人员 核查人
    核查时间 是否销号 销号时间 是否完成整改 回头看结果 完善制度情况 追责问题情况
    法规政策依据 台账来源 督察方式 佐证 佐证材料 政治面貌 身份证号 机构代码
    人员类别 出生年月 参加工作时间 入党时间 文化程度 联系电话 线索编号 意见内容
    督导组 检查人 扣分情况""".split()  # noqa: SIM905
)
_TAILS = re.compile(
    "(?:序号|编号|代码|警号|名称|姓名|单位|部门|机构|支部|领导|责任|责任人|人员|人|组|电话|时间|日期|时限|期限|年月|"
    "来源|渠道|类别|类型|性质|方式|形式|级别|等级|状态|进度|进展|情况|结果|结论|意见|建议|措施|要求|标准|依据|条款|"
    "问题|表述|描述|概述|说明|内容|事项|清单项|根源|原因|材料|佐证|证据|附件|备注|数量|数|人数|金额|分数|得分|比例|率|"
    "是否.{1,10}|.{0,8}与否|制度|计划|目标|地点|地址|职务|职级|性别|面貌|程度)$"
)
_SENTENCE = re.compile(r"[。!?;]|[^\s],[^\s].{6,}")
_FILLED_IN = re.compile(r"[::]\s*\S|[::]\s*$")


def tidy(text: str) -> str:
    """A column name for showing: line breaks and blanks between Han characters removed; its beginning, if long."""
    plain = visible(text[:_LONGEST]).strip()

    def blank(found: re.Match[str]) -> str:
        if "\n" in found[0]:
            return ""
        return " " if plain[found.start() - 1].isascii() or plain[found.end()].isascii() else ""

    return _SPACES.sub(blank, plain)


def normal(text: str) -> str:
    """A column name for comparing: half width, lower case, no blanks or punctuation; brackets opened."""
    return _normal(text) if len(text) <= _KEPT else _normal.__wrapped__(text)


def bare(text: str) -> str:
    """``normal`` without what stands in brackets: ``佐证(≤2)`` -> ``佐证``."""
    return _bare(text) if len(text) <= _KEPT else _bare.__wrapped__(text)


def likeness(text: str, known: frozenset[str]) -> float:
    """How much a text looks like a column name: 3 known word, 2 usual ending, 0.5 short, below 0 not one."""
    return _likeness(text, known) if len(text) <= 120 else -3.0


@lru_cache(maxsize=8192)
def _normal(text: str) -> str:
    return _NOISE.sub("", visible(text)).casefold()


@lru_cache(maxsize=8192)
def _bare(text: str) -> str:
    return normal(_BRACKETS.sub("", visible(text)))


@lru_cache(maxsize=8192)
def _likeness(text: str, known: frozenset[str]) -> float:
    plain, short = normal(text), bare(text)
    if not plain or plain.isdigit():
        return -2.0
    if plain in known or short in known:
        return 4.0
    if plain in _WORDS or short in _WORDS:
        return 3.0
    if len(short or plain) > 20 or _SENTENCE.search(visible(text)):
        return -2.0
    if _FILLED_IN.search(visible(text).strip()):
        return -2.0
    if _TAILS.search(short or plain):
        return 2.0
    return 0.5 if len(plain) <= 12 else -0.5
