"""How the bureau came into the system in 2020: founding, units, roster, branches, roles."""

from datetime import date, datetime
from functools import partial

from qingyuan.org.api import Level, Person, Role, kinds, rules
from qingyuan.site.demo import cast as casting
from qingyuan.site.demo.cast import Member
from qingyuan.site.demo.city import NAME, NAME_EN, SHORT, City
from qingyuan.site.demo.story import moment

ADMINISTRATORS = {
    Role.SYSTEM_ADMIN: ("W90001", "巫知远"),
    Role.SECURITY_ADMIN: ("W90002", "郎清序"),
    Role.AUDIT_ADMIN: ("W90003", "车明谦"),
}
GUIDANCE = (("Z90011", "容守正"), ("Z90012", "郁怀谦"))


def plan(city: City) -> None:
    """Put the founding on the story's calendar."""
    at = city.story.at
    at(moment(date(2020, 7, 6)), partial(_found, city))
    at(moment(date(2020, 7, 7)), partial(_add_units, city))
    at(moment(date(2020, 7, 8)), partial(_enrol_secretaries, city))
    at(moment(date(2020, 7, 8), 14), partial(_enrol_all, city))
    at(moment(date(2020, 7, 9)), partial(_seat_secretaries, city))
    at(moment(date(2020, 7, 13)), partial(_appoint_heads, city))
    at(moment(date(2020, 7, 14)), partial(_appoint_bureau, city))
    at(moment(date(2020, 7, 15)), partial(_appoint_units, city))
    at(moment(date(2021, 2, 25), 16), partial(_welcome_guidance, city))


def _found(city: City, at: datetime) -> None:
    founders = {
        role: rules.Founder(number, name, kinds.Category.CIVILIAN)
        for role, (number, name) in ADMINISTRATORS.items()
    }
    made = rules.found_bureau(
        code=casting.ROOT_CODE,
        area=casting.ROOT_AREA,
        name=NAME,
        name_en=NAME_EN,
        short=SHORT,
        level=Level.CITY,
        system=founders[Role.SYSTEM_ADMIN],
        security=founders[Role.SECURITY_ADMIN],
        audit=founders[Role.AUDIT_ADMIN],
        at=at,
    )
    city.units[made.unit.code] = made.unit
    city.administrators, city.temporary = made.administrators, made.passwords


def _add_units(city: City, at: datetime) -> None:
    for place in (*city.cast.units, *city.cast.stations):
        city.units[place.code] = rules.add_unit(
            code=place.code,
            area=place.area,
            name=place.name,
            name_en=place.name_en,
            short=place.short,
            level=place.level,
            above=city.units[place.above],
            by=city.administrators[Role.SYSTEM_ADMIN],
            at=at,
        )


def _line(member: Member, branch: str) -> rules.RosterLine:
    return rules.RosterLine(
        police_no=member.police_no,
        name=member.name,
        unit=member.place,
        title=member.title,
        category=member.category,
        from_on=member.from_on,
        rank=member.rank,
        leader=member.leader,
        branch=branch,
    )


def _enrol_secretaries(city: City, at: datetime) -> None:
    """The secretaries come first: a branch is added with its secretary."""
    system = city.administrators[Role.SYSTEM_ADMIN]
    secretaries = [member for member in city.cast.members if member.secretary]
    rules.enrol(lines=[_line(member, "") for member in secretaries], by=system, at=at)
    _know(city)
    for member in secretaries:
        rules.add_branch(
            unit=city.units[member.place],
            name=member.branch,
            secretary=city.person(member),
            by=system,
            at=at,
        )


def _enrol_all(city: City, at: datetime) -> None:
    lines = [_line(member, member.branch) for member in city.cast.members if not member.secretary]
    rules.enrol(lines=lines, by=city.administrators[Role.SYSTEM_ADMIN], at=at)
    _know(city)


def _know(city: City) -> None:
    city.people = {person.police_no: person for person in Person.objects.all()}


def _seat_secretaries(city: City, at: datetime) -> None:
    branches = {(b.unit_id, b.name): b for unit in city.units.values() for b in unit.branches.all()}
    for member in city.cast.members:
        if member.secretary:
            rules.change_person(
                person=city.person(member),
                name=member.name,
                category=member.category,
                rank=member.rank,
                branch=branches[city.units[member.place].pk, member.branch],
                by=city.administrators[Role.SYSTEM_ADMIN],
                at=at,
            )


def _appoint(city: City, member: Member, role: Role, code: str, at: datetime) -> None:
    rules.appoint(
        person=city.person(member),
        role=role,
        unit=city.units[code],
        by=city.administrators[Role.SECURITY_ADMIN],
        at=at,
    )


def _appoint_heads(city: City, at: datetime) -> None:
    _appoint(city, city.cast.bureau[0], Role.UNIT_HEAD, casting.ROOT_CODE, at)
    for code, member in city.cast.heads.items():
        _appoint(city, member, Role.UNIT_HEAD, code, at)


def _appoint_bureau(city: City, at: datetime) -> None:
    """The campaign office, the inspectors and the lawyers act for the whole city."""
    for role, members in (
        (Role.CAMPAIGN_OFFICE, city.office_members),
        (Role.DISCIPLINE, city.inspectors),
        (Role.DISCIPLINE, city.residents),
        (Role.LEGAL, city.lawyers),
    ):
        for member in members:
            _appoint(city, member, role, casting.ROOT_CODE, at)
    for unit in city.cast.units:
        if unit.county:
            _appoint(city, city.cast.middles[unit.code][-1], Role.CAMPAIGN_OFFICE, unit.code, at)


def _appoint_units(city: City, at: datetime) -> None:
    for code, members in city.cast.clerks.items():
        for member in members:
            _appoint(city, member, Role.CLERK, code, at)
    for member in city.cast.members:
        if member.secretary:
            _appoint(city, member, Role.BRANCH_SECRETARY, member.place, at)


def _welcome_guidance(city: City, at: datetime) -> None:
    """Two people of the province's guidance group: they read, and keep their own register."""
    for number, name in GUIDANCE:
        person = rules.add_person(
            police_no=number,
            name=name,
            category=kinds.Category.CIVILIAN,
            unit=city.root,
            title="省教育整顿第十一驻点指导组联络员",
            from_on=at.date(),
            by=city.administrators[Role.SYSTEM_ADMIN],
            at=at,
        )
        rules.appoint(
            person=person,
            role=Role.GUIDANCE,
            unit=city.root,
            by=city.administrators[Role.SECURITY_ADMIN],
            at=at,
        )
        city.guidance.append(person)
