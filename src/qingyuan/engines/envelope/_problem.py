"""What can be wrong, as a closed vocabulary, and the engine's only exception."""

from __future__ import annotations

from enum import StrEnum


class Problem(StrEnum):
    """Why something was refused. The value is stable and meant for translation tables."""

    # receipt codes
    CODE_LENGTH = "code_length"  # 查询码位数不对
    CODE_CHARACTER = "code_character"  # 查询码有不能用的字符
    CODE_CHECK = "code_check"  # 查询码校验位不符
    # keys
    BAD_IDENTITY = "bad_identity"  # 私钥格式不对
    BAD_RECIPIENT = "bad_recipient"  # 公钥格式不对
    # age files
    MALFORMED = "malformed"  # 不是 age 文件
    TOO_LARGE = "too_large"  # 超过限制
    NOT_SOLE = "not_sole"  # 不是恰好一个收件人
    TOO_COSTLY = "too_costly"  # 口令运算量超过限制
    WRONG_KEY = "wrong_key"  # 密钥或口令不对
    BROKEN = "broken"  # 内容损坏或被改
    # padding and files
    NOT_PADDED = "not_padded"  # 填充不对
    BAD_NAME = "bad_name"  # 文件名不能用
    BAD_TYPE = "bad_type"  # 文件类型不能用
    # shares
    BAD_SPLIT = "bad_split"  # 份数或门限不对
    TOO_FEW_SHARES = "too_few_shares"  # 份数不够
    WRONG_SHARES = "wrong_shares"  # 不是同一把钥匙的份,或已损坏
    # proof of work
    BAD_CHALLENGE = "bad_challenge"  # 题目不是本站所出


class EnvelopeError(Exception):
    """An anticipated failure: `problem` is the code, `detail` says it in words. No message quotes content.

    Whatever the bytes and texts given, no other exception leaves this engine (a wrong Python type is a
    mistake of the caller, not of a file, and may raise TypeError).
    """

    def __init__(self, problem: Problem, detail: str) -> None:
        self.problem = problem
        self.detail = detail
        super().__init__(detail)
