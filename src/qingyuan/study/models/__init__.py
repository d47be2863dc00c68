"""Curriculum; further parts of the room each in a file of their own."""

from qingyuan.study.models.curriculum import EducationType, Node

__all__ = ["EducationType", "Node"]
