"""What the room decides, as pure functions, by subject."""

from qingyuan.study.policy import cases, classes, materials, understanding

__all__ = ["cases", "classes", "materials", "understanding"]
