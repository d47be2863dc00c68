"""What the room keeps: bulletins, weekly figures and public answers; writings; the calendar; the register."""

from qingyuan.publication.models.bulletins import (
    WEEKLY,
    Bulletin,
    BulletinFile,
    BulletinItem,
    Objection,
    Outcome,
    PublicAnswer,
    Series,
    Weekly,
)
from qingyuan.publication.models.calendar import Asked, Given, GivenFigure, Submission, SubmissionSent
from qingyuan.publication.models.register import Guidance, Research
from qingyuan.publication.models.writing import (
    Template,
    TemplateSection,
    Writing,
    WritingFigure,
    WritingFile,
    WritingSection,
)

__all__ = [
    "WEEKLY",
    "Asked",
    "Bulletin",
    "BulletinFile",
    "BulletinItem",
    "Given",
    "GivenFigure",
    "Guidance",
    "Objection",
    "Outcome",
    "PublicAnswer",
    "Research",
    "Series",
    "Submission",
    "SubmissionSent",
    "Template",
    "TemplateSection",
    "Weekly",
    "Writing",
    "WritingFigure",
    "WritingFile",
    "WritingSection",
]
