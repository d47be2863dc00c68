"""What waits for a person in this room: for his first page."""

from dataclasses import dataclass
from datetime import datetime

from qingyuan.discipline.kinds import Booked
from qingyuan.discipline.queries import declarations, selfreport
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import Words, _
from qingyuan.org.api import Person, reach


@dataclass(frozen=True)
class Waits:
    """How many things of a kind wait, how many of them late, and where they are done."""

    words: Words
    count: int
    url: str
    icon: str
    late: int = 0


def waiting(by: Person, at: datetime) -> list[Waits]:
    """Windows, declarations and talks that wait for an answer, and self-reports for whoever handles them."""
    if not reach(by, "discipline.self_report", at):
        return []
    due = declarations.open_for(by, at)
    talks = declarations.talks(by).filter(other=by, state=Booked.ASKED, on__gte=local_day(at)).count()
    found = [
        Waits(_("对照自查"), len(selfreport.waiting(by, at)), "discipline:selfexam", "clipboard-check"),
        Waits(_("申报"), len(due), "discipline:declarations", "file-pen-line", sum(one.late for one in due)),
        Waits(_("约您谈心谈话"), talks, "discipline:talks", "messages-square"),
    ]
    if reach(by, selfreport.READ, at):
        told = selfreport.open_ones(by).count()
        found.append(Waits(_("待研判的主动说明"), told, "discipline:told", "mail-open"))
    return found
