"""Curriculum; further parts of the room each in a file of their own."""

from qingyuan.study.models.curriculum import EducationType, Node
from qingyuan.study.models.materials import Handout, Material

__all__ = ["EducationType", "Handout", "Material", "Node"]
