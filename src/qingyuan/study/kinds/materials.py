"""What is handed out to units for study (requirements 035, 036)."""

from enum import StrEnum

from qingyuan.kit.words import _


class MaterialKind(StrEnum):
    """A sort of material. None of them is ever inspected or scored once it is handed out."""

    NOTEBOOK = "notebook"  # 专用笔记本
    COMPENDIUM = "compendium"  # 学习资料汇编
    BOOK = "book"  # 书籍
    OTHER = "other"  # 其他资料


MATERIAL_WORDS = {
    MaterialKind.NOTEBOOK: _("专用笔记本"),
    MaterialKind.COMPENDIUM: _("学习资料汇编"),
    MaterialKind.BOOK: _("书籍"),
    MaterialKind.OTHER: _("其他资料"),
}
