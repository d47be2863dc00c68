"""The units and people of the city of the table: one person a role at ``ours``, and those who must see nothing."""

from dataclasses import dataclass

from qingyuan.org.api import Person, Role, Unit
from qingyuan.org.testing import a_person, a_unit

# Column of the table: the role held. Whose name ends in ``_city`` holds it at the root, ``stranger`` at ``theirs``,
# everybody else at ``ours``. ``officer`` has no role but that of whoever has a post, and owns one matter.
HELD = {
    "office_city": Role.CAMPAIGN_OFFICE,
    "office": Role.CAMPAIGN_OFFICE,
    "head": Role.UNIT_HEAD,
    "clerk": Role.CLERK,
    "secretary": Role.BRANCH_SECRETARY,
    "officer": Role.OFFICER,
    "inspector": Role.DISCIPLINE,
    "legal": Role.LEGAL,
    "guidance": Role.GUIDANCE,
    "system": Role.SYSTEM_ADMIN,
    "security": Role.SECURITY_ADMIN,
    "audit": Role.AUDIT_ADMIN,
    "system_city": Role.SYSTEM_ADMIN,
    "security_city": Role.SECURITY_ADMIN,
    "audit_city": Role.AUDIT_ADMIN,
    "inspector_city": Role.DISCIPLINE,
    "stranger": Role.CLERK,
}
NOBODY = "nobody"
ROLES = (NOBODY, *HELD)
AT_THE_TOP = tuple(role for role in HELD if role.endswith("_city"))
ADMINISTRATORS = ("system", "security", "audit", "system_city", "security_city", "audit_city")
AT_OURS = tuple(role for role in HELD if role not in (*AT_THE_TOP, "stranger"))

# What stands in names and texts, and so tells from a page what it shows.
OWN, UNOWNED, FOREIGN = "QQOWN", "QQUNO", "QQFOR"  # our matter; ours that nobody owns; theirs
HIDDEN, SECRET = "QQHID", "QQSEC"  # about the head; about the whole unit
TASK = (
    "QQTAS"  # in the title of a task of ours: a lane of the wall chart, also on the screen of the public link
)
OUR_NAME, THEIR_NAME = "QQNAO", "QQNAM"  # in names of people
LEAD = "QQLEA"  # in leads: for who handles them and for nobody else
SAID = "QQSAI"  # said at a meeting of ours or in a talk: for who took part, the head and discipline duty
CLERKS = "QQCLK"  # what the clerk keeps for himself: views, files


@dataclass
class People:
    """Everybody, and where they belong."""

    root: Unit
    politics: Unit
    ours: Unit
    theirs: Unit
    station: Unit
    their_station: Unit
    by: dict[str, Person]
    city_head: Person
    city_leader: Person
    city_inspector: Person
    city_guidance: Person
    our_helper: Person
    our_deputy: Person
    their_office: Person
    their_head: Person
    their_officer: Person
    their_guidance: Person
    second_inspector: Person

    def unit(self, side: str) -> Unit:
        return self.ours if side == "own" else self.theirs


def the_people() -> People:
    """A root, two county bureaus with a station each, and everybody with one role."""
    root = a_unit(name="示例市公安局", code="990100000000")
    ours, theirs = a_unit(root, name="源河分局"), a_unit(root, name="郾川分局")
    station, their_station = a_unit(ours, name="城关派出所"), a_unit(theirs, name="北关派出所")
    politics = a_unit(root, name="政治部")
    a_unit(root, name="召原分局")
    root, ours, theirs = (Unit.objects.get(pk=one.pk) for one in (root, ours, theirs))
    places = {**dict.fromkeys(AT_THE_TOP, root), "stranger": theirs}
    by = {
        name: a_person(
            politics if name in AT_THE_TOP else places.get(name, ours),
            role,
            at_unit=places.get(name, ours),
            name=f"{'外' if name == 'stranger' else '内'}{name}",
            leader=name == "head",
        )
        for name, role in HELD.items()
    }
    return People(
        root=root,
        politics=politics,
        ours=ours,
        theirs=theirs,
        station=station,
        their_station=their_station,
        by=by,
        city_head=a_person(root, Role.UNIT_HEAD, name="市局长", leader=True),
        city_leader=a_person(root, name="市局副局长", leader=True),
        city_inspector=by["inspector_city"],
        city_guidance=a_person(politics, Role.GUIDANCE, at_unit=root, name="省指导组"),
        our_helper=a_person(station, name=f"内员{OUR_NAME}"),
        our_deputy=a_person(ours, Role.UNIT_HEAD, name="内副局长"),
        their_office=a_person(theirs, Role.CAMPAIGN_OFFICE, name="外整顿办"),
        their_head=a_person(theirs, Role.UNIT_HEAD, name=f"外局长{THEIR_NAME}", leader=True),
        their_officer=a_person(theirs, name=f"外员{THEIR_NAME}"),
        their_guidance=a_person(theirs, Role.GUIDANCE, name="外指导组"),
        second_inspector=a_person(politics, Role.DISCIPLINE, at_unit=root, name="市督察乙"),
    )
