"""Questions of the room, by subject."""

from qingyuan.study.queries import cases, classes, figures, materials, understanding

__all__ = ["cases", "classes", "figures", "materials", "understanding"]
