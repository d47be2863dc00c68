"""Anticipated failures of the room, each with words for the person."""

from qingyuan.kit.errors import Forbidden, Missing, Reason, Refused
from qingyuan.kit.words import _


class CannotChangeCurriculum(Refused):
    """A part of the curriculum cannot be kept like this."""


class CannotPlan(Refused):
    """A rule of recurrence, a weekly plan or one of its lines cannot be kept like this."""


class CannotRecord(Refused):
    """A session cannot be recorded, cancelled, signed into or made up like this."""


class CannotAskForEssay(Refused):
    """An essay cannot be asked for like this."""


class CannotKeepDraft(Refused):
    """A draft cannot be kept or looked at."""


class CannotHandIn(Refused):
    """An essay cannot be handed in, or taken back."""


class CannotSignEssay(Refused):
    """An essay cannot be signed as read, or returned."""


class CannotPublishEssay(Refused):
    """An essay cannot be offered to the bureau, or published, like this."""


class CannotKeepSource(Refused):
    """A text cannot be put into the library, or taken out."""


def missing() -> Missing:
    """The same words for what is not there and for what is not to be seen."""
    return Missing(Reason("missing", _("没有找到，或者不在您的权限范围内")))


class CannotKeepEvent(Refused):
    """An event cannot be planned, recorded, called off or joined like this."""


class CannotEnter(Refused):
    """A quiz cannot be entered, or its prizes given, like this."""


class CannotKeepBase(Refused):
    """An education base cannot be kept like this."""


class CannotPost(Refused):
    """A column post cannot be kept like this."""


class CannotKeepLife(Refused):
    """A date of party life, or its rule, cannot be kept like this."""


class CannotPlace(Refused):
    """A cycle of rotation training cannot be planned like this."""


class CannotSwitch(Refused):
    """Special-duty mode cannot be switched like this."""


__all__ = ["Forbidden", "Missing", "Reason"]


class CannotKeepMaterial(Refused):
    """A material cannot be kept like this."""


class CannotHandOut(Refused):
    """Material cannot be handed out, or a handout not be struck out, like this."""


class CannotReceive(Refused):
    """What came cannot be counted like this."""


class CannotExport(Refused):
    """What was asked for does not fit into a file."""


class CannotKeepTopic(Refused):
    """A topic or one of its questions cannot be kept, opened or closed like this."""


class CannotAnswer(Refused):
    """A question cannot be answered like this."""


class CannotKeepCase(Refused):
    """A warning case cannot be written like this."""


class CannotApproveCase(Refused):
    """A warning case cannot be submitted, approved or returned like this."""


class CannotKeepClass(Refused):
    """A class or its list of members cannot be kept like this."""


class CannotAnswerSurvey(Refused):
    """A survey cannot be answered like this."""


class CannotKeepContest(Refused):
    """A contest of practices cannot be set up, changed, called off or signed like this."""


class CannotEnterPractice(Refused):
    """A practice cannot be entered, or an entry not be withdrawn, like this."""


class CannotVote(Refused):
    """A ballot cannot be cast like this."""
