"""What may be written down of a lead where it stands: who was told what, who objected, who asked for a review.

1. Before it is accepted, the organ may object to having been sent it (信访工作条例 art. 23).
2. While it is worked on, talks and answers. Whoever asked and was given more time says so to the petitioner (art. 34).
3. After it is closed the result is told; then the reporter may object, and a petitioner may ask for a review (复查),
   and after its answer for a re-review (复核), each once (art. 35, 36). Either is answered by somebody who did not
   handle the lead.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qingyuan.discipline.kinds import Channel, Event
from qingyuan.matters.api import kinds

PETITIONS = frozenset({Channel.LETTER, Channel.VISIT})
ORDER = (Event.REVIEW_ASKED, Event.REVIEW_TOLD, Event.REREVIEW_ASKED, Event.REREVIEW_TOLD)
ANSWERS = frozenset({Event.REVIEW_TOLD, Event.REREVIEW_TOLD})
NOTED = frozenset(
    {
        *(Event.TOLD_ACCEPTANCE, Event.DISPUTED, Event.TALKED, Event.ANSWERED, Event.TOLD_MORE_TIME),
        *(Event.TOLD_RESULT, Event.OBJECTED, *ORDER),
    }
)
IN_WORDS = frozenset({Event.OBJECTED, Event.DISPUTED, Event.TOLD_MORE_TIME, *ANSWERS})


@dataclass(frozen=True)
class Stands:
    """Where a lead stands: what happened to it in order, and whether more time was granted."""

    state: str
    channel: Channel
    happened: Sequence[Event]
    more_time: bool = False


def notable(lead: Stands) -> list[Event]:
    """What can be written down now, in the order of the work."""
    if lead.state == kinds.State.VOID:
        return []
    if lead.state == kinds.State.CLOSED:
        return _after_closing(lead)
    found = [Event.TOLD_ACCEPTANCE]
    if lead.state == kinds.State.REGISTERED:
        found.append(Event.DISPUTED)
    if lead.state == kinds.State.WORKING:
        found += [Event.TALKED, Event.ANSWERED]
    return [*found, Event.TOLD_MORE_TIME] if lead.more_time else found


def _after_closing(lead: Stands) -> list[Event]:
    closed = max((place for place, event in enumerate(lead.happened) if event is Event.CLOSED), default=-1)
    since = set(lead.happened[closed + 1 :])
    found = [Event.TOLD_RESULT]
    if Event.TOLD_RESULT not in since:
        return found
    found.append(Event.OBJECTED)
    if lead.channel in PETITIONS:
        found += [event for event in ORDER if event not in since][:1]
    return found
