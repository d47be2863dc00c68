"""What a page may not tell whom: the marks that stand in texts and names, looked for in whatever is sent."""

import re
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
from django.http import HttpResponseBase

from tests.authorisation.asking import read
from tests.authorisation.people import (
    AT_OURS,
    CLERKS,
    FOREIGN,
    HIDDEN,
    LEAD,
    NOBODY,
    OUR_NAME,
    OWN,
    SAID,
    SECRET,
    TASK,
    THEIR_NAME,
    UNOWNED,
)
from tests.authorisation.world import World

MARK = re.compile(r"QQ[A-Z]{3}")
ALL = frozenset({OWN, UNOWNED, FOREIGN, HIDDEN, SECRET, TASK, OUR_NAME, THEIR_NAME, CLERKS, LEAD, SAID})

# What each may read. Administrators read names of people: at the top all, below those of their unit; the audit
# administrator those in the record, which is one for the whole bureau and so open at its top only.
MAY_READ: dict[str, frozenset[str]] = {
    NOBODY: frozenset(),
    "office_city": ALL - {CLERKS, LEAD, SAID},
    **{role: frozenset({OWN, UNOWNED, HIDDEN, TASK, OUR_NAME}) for role in AT_OURS},
    "head": frozenset({OWN, UNOWNED, TASK, OUR_NAME, SAID}),
    "clerk": frozenset({OWN, UNOWNED, HIDDEN, TASK, OUR_NAME, CLERKS}),
    "inspector": frozenset({OWN, UNOWNED, HIDDEN, TASK, OUR_NAME, LEAD, SAID}),
    "officer": frozenset({OWN, TASK, OUR_NAME}),
    "system": frozenset({OUR_NAME}),
    "security": frozenset({OUR_NAME}),
    "audit": frozenset(),
    "system_city": frozenset({OUR_NAME, THEIR_NAME}),
    "security_city": frozenset({OUR_NAME, THEIR_NAME}),
    "audit_city": frozenset({OUR_NAME, THEIR_NAME}),
    "inspector_city": ALL - {CLERKS},
    "stranger": frozenset({FOREIGN, THEIR_NAME}),
}


ON_THE_WALL = "ledger:screen"  # who has the link sees the lanes: titles of tasks and categories


DRAWN = "discipline:spot_check"  # legal affairs look at the records of the three rules that chance drew, and no others


def may_not_read(role: str, name: str = "") -> frozenset[str]:
    """The marks that must not reach somebody, at the address of a name."""
    besides = frozenset({TASK} if name == ON_THE_WALL else {LEAD} if (role, name) == ("legal", DRAWN) else ())
    return ALL - MAY_READ[role] - besides


# The marks of forms are 64 random letters, anew on each page: one in some thirty runs of all questions held a mark.
RANDOM = re.compile("[A-Za-z0-9]{32,}")


def marks(response: HttpResponseBase) -> frozenset[str]:
    """Every mark in what was sent: in a page, and in whatever is inside a file."""
    content = read(response)
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as parts:
            words = "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    elif content.startswith(b"%PDF") and b"of this matter" not in content and b"hidden" not in content:
        paper = pypdfium2.PdfDocument(content)
        words = "".join(page.get_textpage().get_text_range() for page in paper)
    else:
        words = content.decode("utf-8", "replace")
    told = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return frozenset(MARK.findall(RANDOM.sub("", words + told)))


def searches(world: World) -> list[str]:
    """Addresses with words to look for, and with other people's units and campaigns: none is in the table."""
    theirs, campaign = world.people.theirs, world.of["campaign"]["foreign"]
    return [
        "/ledger/?state=all&q=丹枫",
        "/ledger/?state=all&q=丹枫路&sort=unit",
        "/ledger/?state=all&q=瞒报",
        "/ledger/?state=all&q=领导干预",
        "/ledger/?due=overdue",
        f"/ledger/?state=all&unit={theirs.code}&q=丹枫",
        f"/ledger/?state=all&campaign={campaign}",
        f"/ledger/?state=all&imported={world.of['import_done']['foreign']}",
        f"/ledger/?state=all&owner={world.people.their_officer.police_no}",
        "/ledger/export/?state=all&q=丹枫",
        f"/ledger/export/?state=all&campaign={campaign}",
        f"/ledger/register/?last={world.of['matter']['foreign']}",
        f"/ledger/register/?last={world.of['matter']['hidden']}",
        f"/ledger/wall/?campaign={campaign}",
        "/ledger/suggest/people/?q=员",
        "/ledger/suggest/people/?for=matters.close&q=外",
        "/ledger/suggest/units/?q=郾川",
        "/org/units/suggest/?q=郾川",
        "/org/people/?q=员",
        "/org/units/?q=郾川",
        "/org/accounts/?q=外",
        "/org/accounts/open/?police_no=" + world.people.their_officer.police_no,
        f"/campaign/tasks/?unit={theirs.pk}",
        f"/campaign/group/?group={world.of['group']['foreign']}",
        f"/campaign/lessons/{world.of['lesson']['above']}/answer/?unit={theirs.pk}",
        f"/campaign/responsibility/new/?unit={theirs.pk}",
        f"/campaign/conditions/{world.of['item']['own']}/meet/?from={world.of['stage']['foreign']}",
        f"/publication/?campaign={campaign}",
        f"/publication/draft/?unit={theirs.pk}&period_from=2021-03-01&period_to=2021-03-19&kinds=problem",
        f"/publication/weekly/?campaign={campaign}&unit={theirs.pk}",
        f"/publication/{world.of['draft']['foreign']}/word/?fresh=1",
        "/study/cases/?q=案例",
        f"/study/materials/?campaign={campaign}",
        f"/study/topics/?campaign={campaign}",
        f"/study/coverage/?campaign={campaign}&unit={theirs.code}&topic={world.of['study_topic']['foreign']}",
        f"/study/materials/export/?campaign={campaign}",
        "/no-such-page/",
        "/ledger/99999/",
    ]
