"""Questions of the room, by subject."""

from qingyuan.study.queries import cases, classes, contests, figures, materials, understanding

__all__ = ["cases", "classes", "contests", "figures", "materials", "understanding"]
