"""Papers of an answer: what stands against them, keep them, take them away. The rules about answers call these."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from qingyuan.burden.api import policy as asked
from qingyuan.inspection import policy
from qingyuan.inspection.kinds import Result
from qingyuan.inspection.models import Answer, Correction, Paper
from qingyuan.kit import kept as files
from qingyuan.kit.errors import Reason
from qingyuan.kit.uploads import Checked
from qingyuan.kit.words import Words, _
from qingyuan.org.api import Person
from qingyuan.trail.api import Act, record_many

FAULTS: dict[str, tuple[Words, str]] = {
    "no_paper": (_("请附上%(paper)s；确实没有的，写明为什么没有"), "paper_1"),
    "paper_not_asked": (_("这一项不要材料，请不要上传"), "paper_1"),
    "too_many_papers": (_("每项答复的材料上限%(most)d份，几份可以合并成一份"), "paper_1"),
    "idle_reason": (
        _("答“合格”、应附材料而没有附的才写理由；附了材料或者结果不是“合格”的，请清空"),
        "no_paper",
    ),
}


def against(
    result: Result, asked: str, *, papers: int, reason: str, most: int, stood: int = 0
) -> list[Reason]:
    """What is wrong with the papers of an answer, in words; ``asked``: what the item asks for."""
    faults = policy.paper_faults(
        result, asked=bool(asked), papers=papers, reason=reason, most=most, stood=stood
    )
    params: dict[str, dict[str, object]] = {"no_paper": {"paper": asked}, "too_many_papers": {"most": most}}
    return [Reason(fault, *FAULTS[fault], params.get(fault, {})) for fault in faults]


def keep(
    given: Iterable[tuple[Answer, Sequence[Checked]]], *, left: Sequence[Paper] = (), by: Person, at: datetime
) -> None:
    """Keep papers with their answers. The record says SHA-256 and size; a name may tell of a person."""
    rows = []
    for answer, papers in given:
        free = asked.caps.free_slots((one.slot for one in left), len(left) + len(papers))
        for slot, paper in zip(free, papers, strict=True):
            file = files.keep(paper.content)
            rows.append(
                Paper(
                    answer=answer,
                    slot=slot,
                    name=paper.name,
                    media_type=paper.media_type,
                    size=file.size,
                    sha256=file.sha256,
                    key=file.key,
                    at=at,
                    by=by,
                )
            )
    Paper.objects.bulk_create(rows)
    _note("inspection.keep_paper", rows, by=by, at=at)


def remove(papers: Sequence[Paper], correction: Correction, *, by: Person, at: datetime) -> None:
    """Take papers away by a correction: name and content go, what they were stays in the row and in the record."""
    for paper in papers:
        paper.name, paper.removed = "", correction
        files.forget(paper.key)
    Paper.objects.bulk_update(papers, ["name", "removed"])
    _note("inspection.remove_paper", papers, by=by, at=at)


def _note(act: str, papers: Iterable[Paper], *, by: Person, at: datetime) -> None:
    record_many(
        Act(by.key, act, f"answer:{one.answer_id}", at, {"sha256": one.sha256, "size": one.size})
        for one in papers
    )
