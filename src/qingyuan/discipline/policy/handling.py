"""With what consequence: the four forms, how long a sanction runs, and the defence that comes before the decision.

1. A measure belongs to one form (纪律处分条例 2023 art. 5; the list of measures is a working one, grade B).
2. Before a sanction or an adjustment is decided the person was heard, and not on a later day than the decision
   (政务处分法 art. 43). Nobody can skip it. The defence makes nothing heavier.
3. A government sanction runs 6, 12, 18 or 24 months from the day it is decided (art. 8); dismissal for good has no end.
4. Whoever proposes does not decide. Whoever is handled decides nothing of it.
5. An appeal does not stop the decision, and its answer is never heavier (art. 55, 56).
6. What the accuser said is never passed to the accused (信访工作条例 art. 30): no text that the person gets to read
   repeats it; facts are told in the words of the verification.
7. Leniency for a self-report follows from two dates alone: reported before the lead was received, or not.
"""

from dataclasses import dataclass
from datetime import date

from qingyuan.discipline.kinds import Form, Measures, Result
from qingyuan.matters.api import policy as matters

BY_FORM: dict[Form, tuple[Measures, ...]] = {
    Form.FIRST: (
        Measures.REMINDER_TALK,
        Measures.CRITICISM_EDUCATION,
        Measures.ORDERED_SELF_CRITICISM,
        Measures.ADMONITION,
    ),
    Form.SECOND: (
        Measures.PARTY_WARNING,
        Measures.PARTY_SERIOUS_WARNING,
        Measures.SUSPENSION_FOR_INQUIRY,
        Measures.POST_ADJUSTMENT,
        Measures.ORDERED_RESIGNATION,
        Measures.REMOVAL_FROM_POST,
        Measures.SANCTION_WARNING,
        Measures.SANCTION_DEMERIT,
        Measures.SANCTION_MAJOR_DEMERIT,
    ),
    Form.THIRD: (
        Measures.PARTY_POST_REMOVAL,
        Measures.PARTY_PROBATION,
        Measures.PARTY_EXPULSION,
        Measures.SANCTION_DEMOTION,
        Measures.SANCTION_DISMISSAL,
        Measures.SANCTION_DISCHARGE,
    ),
    Form.FOURTH: (Measures.TRANSFER_TO_JUSTICE,),
}
FORM_OF = {measure: form for form, measures in BY_FORM.items() for measure in measures}
RUN, RUN_LEAST = 12, 8  # letters and digits in a row that are taken for a quotation
ADJUSTMENTS = frozenset(  # 组织调整: the bureau's own personnel acts, which need no lead
    {
        *(Measures.SUSPENSION_FOR_INQUIRY, Measures.POST_ADJUSTMENT),
        *(Measures.ORDERED_RESIGNATION, Measures.REMOVAL_FROM_POST),
    }
)

# 政务处分法 (2020) art. 8: 警告六个月; 记过十二个月; 记大过十八个月; 降级、撤职二十四个月
MONTHS = {
    Measures.SANCTION_WARNING: 6,
    Measures.SANCTION_DEMERIT: 12,
    Measures.SANCTION_MAJOR_DEMERIT: 18,
    Measures.SANCTION_DEMOTION: 24,
    Measures.SANCTION_DISMISSAL: 24,
}


def needs_hearing(measure: Measures) -> bool:
    """Whether the person must be heard before the decision: whatever is more than the first form (rule 2)."""
    return FORM_OF[measure] is not Form.FIRST


def ends_on(measure: Measures, decided_on: date) -> date | None:
    """The day a sanction's period ends; None where no law gives one.

    >>> ends_on(Measures.SANCTION_MAJOR_DEMERIT, date(2021, 5, 31))
    datetime.date(2022, 11, 30)
    """
    months = MONTHS.get(measure)
    return matters.months_after(decided_on, months) if months else None


@dataclass(frozen=True)
class Decision:
    """What is to be decided, by whom."""

    measure: Measures
    person_id: int
    proposer_id: int
    decider_id: int
    heard_on: date | None
    decided_on: date
    basis: str


def decision_gaps(said: Decision, today: date) -> list[str]:
    """Codes of everything that stands against deciding."""
    gaps = []
    if not said.basis.strip():
        gaps.append("no_basis")
    if needs_hearing(said.measure):
        if said.heard_on is None:
            gaps.append("not_heard")
        elif said.heard_on > said.decided_on:
            gaps.append("heard_later")
    if said.decided_on > today:
        gaps.append("ahead")
    if said.decider_id == said.proposer_id:
        gaps.append("same_person")
    if said.person_id in (said.decider_id, said.proposer_id):
        gaps.append("own_case")
    return gaps


def may_lighten(before: Measures, after: Measures) -> bool:
    """Whether the answer to an appeal may put ``after`` in place of ``before``: never what is heavier (rule 5)."""
    return weight(after) < weight(before)


def weight(measure: Measures) -> tuple[int, int]:
    """How heavy a measure is: its form, then its place within the form as the lists above give it."""
    form = FORM_OF[measure]
    return int(form.value), BY_FORM[form].index(measure)


def quotes(text: str, accuser: str) -> bool:
    """Whether a text repeats what the accuser said: twelve signs in a row, or all of what is shorter (rule 6).

    >>> quotes("查明:三月八日接受当事人宴请一次", "反映三月八日接受当事人宴请一次")
    True
    """
    said, mine = _signs(accuser), _signs(text)
    run = min(RUN, len(said))
    if run < RUN_LEAST:
        return False
    heard = {said[place : place + run] for place in range(len(said) - run + 1)}
    return any(mine[place : place + run] in heard for place in range(len(mine) - run + 1))


def _signs(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def is_lenient(self_reported_on: date | None, lead_received_on: date | None) -> bool:
    """Whether the rule of leniency (自查从宽) holds: told on an earlier day than the lead came (rule 7).

    Days, because a letter has no hour. ``lead_received_on`` is None for a lead that came out of the self-report itself.
    """
    if self_reported_on is None:
        return False
    return lead_received_on is None or self_reported_on < lead_received_on


def is_cleared(result: Result) -> bool:
    """Whether the name of who was reported is to be cleared (澄清正名)."""
    return result is Result.UNFOUNDED
