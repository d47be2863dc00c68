"""What an activity wanted and, in one line, what came of it (实效性): the same question for every room that asks it."""

from qingyuan.kit.words import _

NOTHING, REPEATED = _("请用一句话写明结果"), _("结果照抄了想达到的效果，请写实际怎么样了")


def fault(effect: str, came_of: str) -> str:
    """What is wrong with the line: nothing written, or only what was wanted again. ``effect`` may be empty where an
    activity began before it was asked for.

    >>> fault("日志留满六个月", "日志留满六个月。"), fault("日志留满六个月", "两处没有留满")
    ('repeats_effect', '')
    """
    if not came_of.strip():
        return "no_came_of"
    return "repeats_effect" if _plain(effect) == _plain(came_of) else ""


def _plain(text: str) -> str:
    """A text without spaces and punctuation; all of it where it is nothing else."""
    return "".join(one for one in text if one.isalnum()) or text.strip()


WORDS = {"no_came_of": NOTHING, "repeats_effect": REPEATED}
