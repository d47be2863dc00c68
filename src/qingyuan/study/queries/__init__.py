"""Questions of the room, by subject."""

from qingyuan.study.queries import cases, classes, materials, understanding

__all__ = ["cases", "classes", "materials", "understanding"]
