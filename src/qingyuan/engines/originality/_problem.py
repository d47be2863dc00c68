"""What may be wrong with a text or an index, and the refusal that says so."""

from enum import StrEnum


class Problem(StrEnum):
    """Why a text or an index is refused."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    BINARY = "binary"
    ENCODING = "encoding"
    BROKEN = "broken"
    BOMB = "bomb"
    NO_INDEX = "no_index"
    DAMAGED = "damaged"
    OTHER_TABLE = "other_table"
    FULL = "full"


MESSAGES = {
    Problem.EMPTY: "文件里没有文字",
    Problem.TOO_LONG: "文字太长，一次不超过 {limit} 字",
    Problem.BINARY: "这不是文本文件",
    Problem.ENCODING: "认不出文件的编码，请另存为 UTF-8 后再试",
    Problem.BROKEN: "这个 Word 文件已损坏，打不开",
    Problem.BOMB: "这个 Word 文件展开后过大，不予打开",
    Problem.NO_INDEX: "这里没有比对库",
    Problem.DAMAGED: "比对库的文件 {name} 已损坏",
    Problem.OTHER_TABLE: "比对库是按另一版字表建的，请重建",
    Problem.FULL: "比对库已满，请另建一库",
}


class OriginalityError(ValueError):
    """A text or an index that is refused, with the problem's code and a sentence for the person."""

    def __init__(self, problem: Problem, **values: object) -> None:
        self.problem = problem
        super().__init__(MESSAGES[problem].format(**values))
