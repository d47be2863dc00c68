"""Closed vocabularies of the room, the official term beside each."""

from qingyuan.study.kinds.curriculum import NODE_WORDS, NodeKind
from qingyuan.study.kinds.materials import MATERIAL_WORDS, MaterialKind
from qingyuan.study.kinds.understanding import QUESTION_WORDS, QuestionKind

__all__ = ["MATERIAL_WORDS", "NODE_WORDS", "QUESTION_WORDS", "MaterialKind", "NodeKind", "QuestionKind"]
