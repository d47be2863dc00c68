"""What can be wrong, as a closed vocabulary, and the engine's only exception."""

from __future__ import annotations

from enum import StrEnum


class Problem(StrEnum):
    """Why something was refused or does not fit. The value is stable and meant for translation tables."""

    # files and arguments
    MALFORMED = "malformed"  # 格式不符
    TOO_LARGE = "too_large"  # 超过限制
    BAD_KEY = "bad_key"  # 密钥不对
    BAD_CONTENT = "bad_content"  # 内容不能规范化
    # signatures
    UNSIGNED = "unsigned"  # 没有该密钥的签名
    BAD_SIGNATURE = "bad_signature"  # 签名不符
    WRONG_ORIGIN = "wrong_origin"  # 不是这本记录
    TOO_FEW_WITNESSES = "too_few_witnesses"  # 见证人不足
    # proofs
    OUT_OF_RANGE = "out_of_range"  # 序号或大小超出范围
    NOT_INCLUDED = "not_included"  # 不在记录中
    NOT_CONSISTENT = "not_consistent"  # 前后不一致
    # audit
    GAP = "gap"  # 缺行
    DUPLICATE = "duplicate"  # 重复或乱序
    BAD_ROW = "bad_row"  # 行本身有误
    LEAF_CHANGED = "leaf_changed"  # 内容与所存哈希不符
    SURPLUS = "surplus"  # 多出的行
    ROOT_MISMATCH = "root_mismatch"  # 与已签名的检查点不符
    TRUNCATED = "truncated"  # 比已签名的检查点短
    CHECKPOINTS_DISAGREE = "checkpoints_disagree"  # 检查点互相矛盾或乱序
    # what a log holds
    WITHHELD = "withheld"  # 没有给出应公开的部分
    ROW_LOST = "row_lost"  # 记录中的行缺失或被改
    HELD_CHANGED = "held_changed"  # 所述对象变了或没了


class MerkleError(Exception):
    """An anticipated failure: `problem` is the code, `detail` says it in words, `line` the place (from 1).

    Whatever the values and files given, no other exception leaves this engine (a wrong Python type is a
    mistake of the caller, not of a file, and may raise TypeError). No message quotes content.
    """

    def __init__(self, problem: Problem, detail: str, *, line: int | None = None) -> None:
        self.problem = problem
        self.detail = detail
        self.line = line
        super().__init__(detail if line is None else f"line {line}: {detail}")
