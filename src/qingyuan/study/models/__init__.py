"""Curriculum; further parts of the room each in a file of their own."""

from qingyuan.study.models.curriculum import EducationType, Node
from qingyuan.study.models.essays import Essay, EssayCall, EssayCount, EssayDraft, EssaySource

__all__ = ["EducationType", "Essay", "EssayCall", "EssayCount", "EssayDraft", "EssaySource", "Node"]
