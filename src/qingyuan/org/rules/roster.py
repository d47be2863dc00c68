"""Take over a roster: thousands of people in a few queries, all of them or none."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import Words, listed
from qingyuan.org import policy
from qingyuan.org.errors import CannotEnrol
from qingyuan.org.kinds import Role
from qingyuan.org.models import Branch, DutyDraft, Person, Post, RoleHolding, RosterDraft, Unit
from qingyuan.org.policy import RosterLine
from qingyuan.org.queries import forbidden, reach
from qingyuan.trail.api import Act, record_many

AT_ONCE = 500
DRAFT_BYTES = 5 * 2**20
DRAFT_AGE = timedelta(days=14)


@dataclass(frozen=True)
class Enrolled:
    """What came of a roster: people added, people who stood there already, branches made."""

    added: int
    unchanged: int
    branches: int


@dataclass
class _Places:
    """The units that a name or a code can mean."""

    named: dict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, units: Iterable[Unit]) -> "_Places":
        places = cls()
        for unit in units:
            for word in {unit.code, unit.name, unit.short} - {""}:
                places.named[word].append(unit)
        return places

    def close_to(self, word: str) -> str:
        found = process.extractOne(
            word, [name for name in self.named if not name.isdigit()], scorer=fuzz.ratio
        )
        return str(found[0]) if found and found[1] >= 60 else ""


class _Reading:
    """The lines of one roster against what stands in the database; gathers every reason why not."""

    def __init__(
        self, lines: Sequence[RosterLine], paths: Sequence[str], everywhere: bool, at: datetime
    ) -> None:
        self.lines = lines
        self.reasons: list[Reason] = []
        units = list(Unit.objects.order_by("path"))
        self.places = _Places.of(units)
        self.allowed = {
            unit.pk for unit in units if everywhere or any(unit.path.startswith(path) for path in paths)
        }
        known = Person.objects.in_bulk([line.police_no for line in lines], field_name="police_no")
        self.known: Mapping[str, Person] = known
        held = Post.objects.on(local_day(at)).filter(person__in=known.values(), main=True)
        self.posts = {post.person_id: post for post in held}
        self.branches = {(branch.unit_id, branch.name): branch for branch in Branch.objects.all()}
        self.times = Counter(line.police_no for line in lines)

    def against(self, line: RosterLine, column: str, code: str, words: Words, **params: object) -> None:
        self.reasons.append(Reason(code, words, line.cells.get(column, line.place), dict(params)))

    def unit(self, line: RosterLine) -> Unit | None:
        """The one unit that the line means, if it may be written to."""
        found = self.places.named.get(line.unit, [])
        if len(found) > 1:
            codes = listed(unit.code for unit in found)
            self.against(line, "unit", "unit_ambiguous", _("有多个单位叫“%(name)s”，请写机构代码：%(codes)s"),
                         name=line.unit, codes=codes)  # fmt: skip
        elif not found and (near := self.places.close_to(line.unit)):
            words = _("没有“%(name)s”这个单位，是不是“%(near)s”")
            self.against(line, "unit", "unit_unknown", words, name=line.unit, near=near)
        elif not found:
            self.against(line, "unit", "unit_unknown", _("没有“%(name)s”这个单位"), name=line.unit)
        elif found[0].pk not in self.allowed:
            self.against(line, "unit", "unit_forbidden", _("“%(name)s”不在您的管理范围内"), name=line.unit)
        else:
            return found[0]
        return None

    def person_is_new(self, line: RosterLine, unit: Unit | None) -> bool:
        """Whether the line brings somebody; one who stands there alike is passed over, one who differs refused."""
        if not line.police_no:
            self.against(line, "police_no", "police_no", _("警号不能为空"))
        if not line.name:
            self.against(line, "name", "name", _("姓名不能为空"))
        if not line.title:
            self.against(line, "title", "title", _("职务不能为空"))
        for column, text, most in (("police_no", line.police_no, 16), ("name", line.name, 40),
                                   ("title", line.title, 60), ("branch", line.branch, 80)):  # fmt: skip
            if policy.looks_like_identity_number(text):
                self.against(line, column, "identity_number", _("这像是身份证号：本系统不收集身份证号"))
            elif len(text) > most:
                self.against(line, column, "too_long", _("太长：最多 %(most)d 个字"), most=most)
        if line.police_no and self.times[line.police_no] > 1:
            self.against(line, "police_no", "twice", _("警号 %(no)s 在名册中出现了 %(times)d 次"),
                         no=line.police_no, times=self.times[line.police_no])  # fmt: skip
        person = self.known.get(line.police_no)
        if person is None:
            return True
        post = self.posts.get(person.pk)
        if person.name != line.name:
            self.against(line, "name", "name_differs", _("警号 %(no)s 已登记为另一个姓名"), no=line.police_no)
        elif unit is not None and (post is None or post.unit_id != unit.pk):
            self.against(
                line,
                "unit",
                "elsewhere",
                _("警号 %(no)s 已在其他单位登记，请用“调动”办理"),
                no=line.police_no,
            )
        return False


@transaction.atomic
def enrol(*, lines: Sequence[RosterLine], by: Person, at: datetime, dry: bool = False) -> Enrolled:
    """Take over the people of a roster with their posts, and make the branches that it names.

    Everything is checked first; with any error nothing is changed and :class:`CannotEnrol` tells all of them,
    each with its cell. People who already stand there alike are passed over, so a roster can be sent again.
    ``dry``: only check and count.
    """
    far = reach(by, "org.change_people", at)
    if not far.paths and not far.any:
        raise forbidden("org.change_people")
    reading = _Reading(lines, far.paths, far.any, at)
    if not lines:
        reading.reasons.append(Reason("empty", _("名册里没有人员")))
    new: list[tuple[RosterLine, Unit]] = []
    unchanged = 0
    for line in lines:
        unit = reading.unit(line)
        if not reading.person_is_new(line, unit):
            unchanged += 1
        elif unit is not None:
            new.append((line, unit))
    if reading.reasons:
        raise CannotEnrol(reading.reasons)
    wanted = {(unit.pk, line.branch): unit for line, unit in new if line.branch}
    missing = {key: unit for key, unit in wanted.items() if key not in reading.branches}
    if not dry and new:
        _write(new, missing, reading.branches, by, at)
    return Enrolled(len(new), unchanged, len(missing))


def too_large() -> CannotEnrol:
    """The refusal of a file that is larger than any roster."""
    return CannotEnrol(Reason("too_large", _("文件超过 %(most)d MB"), "file", {"most": DRAFT_BYTES // 2**20}))


@transaction.atomic
def keep_roster(*, name: str, content: bytes, by: Person, at: datetime) -> RosterDraft:
    """Keep a roster file until its sender has looked at it; an older one of his goes."""
    if not reach(by, "org.change_people", at):
        raise forbidden("org.change_people")
    if len(content) > DRAFT_BYTES:
        raise too_large()
    fields = {"name": name[:120], "content": content, "at": at}
    draft, _made = RosterDraft.objects.update_or_create(by=by, defaults=fields)
    return draft


@transaction.atomic
def drop_roster(*, by: Person) -> None:
    """Let the file go that was kept for looking at."""
    RosterDraft.objects.filter(by=by).delete()


@transaction.atomic
def drop_old_drafts(*, at: datetime) -> int:
    """Let files go that were kept for looking at and that nobody took over: names of people do not lie about."""
    old = at - DRAFT_AGE
    return sum(kind.objects.filter(at__lt=old).delete()[0] for kind in (RosterDraft, DutyDraft))


def _write(
    new: Sequence[tuple[RosterLine, Unit]],
    missing: Mapping[tuple[int, str], Unit],
    branches: dict[tuple[int, str], Branch],
    by: Person,
    at: datetime,
) -> None:
    made = Branch.objects.bulk_create(
        [Branch(unit=unit, name=name) for (_unit, name), unit in missing.items()], batch_size=AT_ONCE
    )
    branches = {**branches, **{(branch.unit_id, branch.name): branch for branch in made}}
    people = Person.objects.bulk_create(
        [
            Person(
                police_no=line.police_no,
                name=line.name,
                category=line.category,
                rank=line.rank,
                branch=branches.get((unit.pk, line.branch)) if line.branch else None,
            )
            for line, unit in new
        ],
        batch_size=AT_ONCE,
    )
    standing = list(zip(people, new, strict=True))
    Post.objects.bulk_create(
        [
            Post(person=person, unit=unit, title=line.title, leader=line.leader, from_on=line.from_on)
            for person, (line, unit) in standing
        ],
        batch_size=AT_ONCE,
    )
    RoleHolding.objects.bulk_create(
        [
            RoleHolding(person=person, unit=unit, role=Role.OFFICER, from_on=line.from_on, given_by=by)
            for person, (line, unit) in standing
        ],
        batch_size=AT_ONCE,
    )
    acts = [
        Act(
            by.key,
            "org.add_branch",
            f"branch:{branch.pk}",
            at,
            {"unit": missing[branch.unit_id, branch.name].code},
        )
        for branch in made
    ]
    acts += [
        Act(by.key, "org.add_person", f"person:{person.key}", at, {"unit": unit.code})
        for person, (_line, unit) in standing
    ]
    record_many(acts)
