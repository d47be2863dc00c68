"""When a class is surveyed, and when the sums of a survey are shown."""

from datetime import date, timedelta

from qingyuan.study.kinds import FEEDBACK, HURDLES, Survey, SurveyChoice

DAYS_AT_MOST = 10
AFTER_DAYS = 14  # days after the last one in which the second survey is open
FEWEST = 5  # answers: a sum of fewer could be somebody's


def is_open(survey: Survey, starts_on: date, ends_on: date, today: date) -> bool:
    """Before: until the first day is over; after: from the last day on, for two weeks."""
    if survey is Survey.BEFORE:
        return today <= starts_on
    return ends_on <= today <= ends_on + timedelta(days=AFTER_DAYS)


def is_shown(survey: Survey, starts_on: date, ends_on: date, today: date, answered: int) -> bool:
    """Only once a survey is over, so that nobody can watch a sum grow by one, and only if at least five answered."""
    over = starts_on if survey is Survey.BEFORE else ends_on + timedelta(days=AFTER_DAYS)
    return today > over and answered >= FEWEST


def choice_faults(survey: Survey, hurdle: SurveyChoice, feedback: SurveyChoice | None) -> list[str]:
    """What is wrong with an answer: each question has its own choices, and feedback is asked afterwards only."""
    faults = [] if hurdle in HURDLES else ["hurdle"]
    if survey is Survey.AFTER and feedback not in FEEDBACK:
        faults.append("feedback")
    if survey is Survey.BEFORE and feedback is not None:
        faults.append("early")
    return faults
