"""A bulletin as an official document, composed from rows. Documents are in Chinese whatever the page's language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import translation

from qingyuan.burden.api import cap
from qingyuan.burden.api import kinds as burden
from qingyuan.engines import officialdoc as doc
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import Words, _
from qingyuan.matters.api import Matter, kinds, shelves
from qingyuan.org.api import Level, Unit, setting
from qingyuan.publication import policy
from qingyuan.publication.kinds import OUTCOME_SAID, OutcomeKind
from qingyuan.publication.models import Bulletin, Outcome
from qingyuan.publication.queries.bulletins import next_serial, outcomes_of, roster_names

PLACES: dict[str, Words] = {
    "issuer-mark-missing": _("没有发文机关标志"),
    "copy-number-range": _("份号不对"),
    "number-missing": _("还没有发文字号"),
    "number-malformed": _("发文字号的写法不对"),
    "number-year": _("发文字号的年份与成文日期的年份不同"),
    "addressee-missing": _("没有主送机关"),
    "signature-missing": _("没有发文机关署名"),
    "date-missing": _("没有成文日期"),
    "title-missing": _("没有标题"),
    "title-genre": _("标题中没有文种“通报”"),
    "title-too-long": _("标题超过三行"),
    "title-long": _("标题建议不超过20字"),
    "heading-empty": _("有的小标题没有文字"),
    "heading-level-skipped": _("小标题的层次不连续"),
    "body-empty": _("正文没有内容"),
    "too-long": _("全文超过规定字数"),
    "date-too-early": _("成文日期早于所述期间的最后一天"),
    "printed-before-dated": _("印发日期早于成文日期"),
}


@dataclass(frozen=True)
class Paper:
    """Everything a bulletin is made of. ``site``: address before the links (https://host), may be empty."""

    unit: Unit
    title: str
    dated_on: date
    first_on: date
    last_on: date
    matters: Sequence[Matter]
    number: doc.DocumentNumber | None = None
    outcomes: Sequence[Outcome] = ()
    addressees: str = ""
    copy_to: str = ""
    purpose: str = ""
    method: str = ""
    groups: int | None = None
    praise: str = ""
    demands: str = ""
    site: str = ""
    names: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Check:
    """One thing to look at before issuing: in words, and whether it keeps the bulletin from being issued."""

    words: str
    bars: bool


@dataclass(frozen=True)
class Composed:
    """The document, with what was found in it. ``names``: of the roster, that were taken out; ``most``: the cap."""

    document: doc.OfficialDocument
    made: doc.Bulletin
    names: frozenset[str]
    last_on: date
    most: int

    @property
    def characters(self) -> int:
        return self.made.characters

    @property
    def word(self) -> bytes:
        return doc.to_docx(self.document, properties=self._properties)

    @property
    def pdf(self) -> bytes:
        return doc.to_pdf(self.document, properties=self._properties)

    @property
    def _properties(self) -> doc.Properties:
        return doc.Properties(author=self.document.signature, subject=self.document.genre)


def compose(paper: Paper) -> Composed:
    """The document of a paper. Names on the roster of the unit are replaced, wherever they stand."""
    most = cap(burden.Cap.BULLETIN_CHARACTERS)
    with translation.override("zh-hans"):
        said = [paper.title, paper.purpose, paper.praise, paper.demands, paper.method]
        said += [text for matter in paper.matters for text in (matter.statement, matter.basis)]
        said += [text for outcome in paper.outcomes for text in (outcome.basis, outcome.decided_by)]
        names = policy.names_in(said, roster_names(paper.unit)) | paper.names
        people = tuple(doc.Person(name) for name in sorted(names))
        made = doc.bulletin(
            issuer_mark=f"{paper.unit.name}文件",
            number=paper.number,
            title=paper.title,
            signature=paper.unit.name,
            dated_on=paper.dated_on,
            addressees=_listed(paper.addressees),
            purpose=policy.without_names(paper.purpose, names),
            inspections=_inspections(paper),
            practices=_practices(paper, people),
            problems=[_fact(matter, paper.site, people) for matter in paper.matters],
            outcomes=[_outcome(outcome, paper.site, people) for outcome in paper.outcomes],
            demands=_demands(paper, names),
            foot=doc.Imprint(
                tuple(_listed(paper.copy_to)), f"{paper.unit.name}教育整顿办公室", paper.dated_on
            ),
            limit=most,
        )
    return Composed(made.document, made, names, paper.last_on, most)


def fixed_words(composed: Composed) -> list[str]:
    """What stands in every document of a unit (mark, signature, addressees, imprint): no name is meant there."""
    made = composed.document
    foot = made.foot if isinstance(made.foot, doc.Imprint) else doc.Imprint()
    return [made.signature, *made.addressees, *foot.copy_to, foot.printed_by]


def _listed(text: str) -> list[str]:
    return [part for part in (piece.strip() for piece in re.split(r"[\n;；，,]", text)) if part]


def _lines(text: str) -> list[str]:
    return [line for line in (piece.strip() for piece in text.splitlines()) if line]


def named(unit: Unit) -> str:
    """A unit's name as a document writes it."""
    return unit.short or unit.name


def link_to(matter: Matter, site: str) -> str | None:
    """The address of a matter's page, absolute if the site's address is known; None if no room has such a page."""
    page = shelves.pages.get("matter")
    return f"{site.rstrip('/')}{page(matter.pk)}" if page else None


def site_address(fallback: str = "") -> str:
    """The address that stands before links: the bureau's own word, else the one given."""
    return str(setting("site_address", "") or fallback).rstrip("/")


def _inspections(paper: Paper) -> list[doc.Inspection]:
    """Only what an inspection found counts as inspected; problems from elsewhere do not claim one."""
    found = [matter for matter in paper.matters if matter.kind == kinds.Kind.FINDING]
    units = tuple(dict.fromkeys(named(matter.unit) for matter in found))
    if not units:
        return []
    return [doc.Inspection(paper.first_on, paper.last_on, units, paper.groups, paper.method)]


def _practices(paper: Paper, people: tuple[doc.Person, ...]) -> list[doc.Fact]:
    facts = []
    for line in _lines(paper.praise):
        unit, _mark, text = line.replace(":", "：").partition("：")
        facts.append(doc.Fact(unit.strip(), text.strip(), people=people, detail=2))
    return facts


def _fact(matter: Matter, site: str, people: tuple[doc.Person, ...]) -> doc.Fact:
    done = "（已整改销号）" if matter.state == kinds.State.CLOSED else ""
    return doc.Fact(
        unit=named(matter.unit),
        text=matter.statement.rstrip("。.；; \n") + done,
        rule=matter.basis,
        link=link_to(matter, site),
        label=matter.number,
        happened_on=matter.opened_on,
        detail=2 if matter.key_few or matter.breadth == kinds.Breadth.COMMON else 1,
        people=people,
    )


def _outcome(outcome: Outcome, site: str, people: tuple[doc.Person, ...]) -> doc.Outcome:
    text = f"对{outcome.persons}人{OUTCOME_SAID[OutcomeKind(outcome.kind)]}"
    if outcome.decided_on:
        when = doc.written_date(outcome.decided_on)
        text += f"（{outcome.decided_by}{when}决定，依据：{outcome.basis.rstrip('。')}）"
    matter = outcome.matter
    return doc.Outcome(
        unit=named(outcome.unit),
        text=text,
        decided=outcome.decided_on is not None,
        link=link_to(matter, site) if matter else None,
        label=matter.number if matter else "",
        people=people,
    )


def _demands(paper: Paper, names: frozenset[str]) -> list[doc.Demand]:
    """What is asked for, read off the ledger: by deadline the units, then those without a plan, then what was added.

    Nothing is asked of a unit whose request for sign-off waits: what is late then is not the unit's.
    """
    by_day: dict[date, dict[str, None]] = {}
    late: dict[str, None] = {}
    unplanned: dict[str, None] = {}
    for matter in paper.matters:
        if matter.state == kinds.State.REGISTERED:
            unplanned[named(matter.unit)] = None
        elif matter.state == kinds.State.WORKING and matter.due_on and matter.due_on < paper.dated_on:
            late[named(matter.unit)] = None
        elif matter.state == kinds.State.WORKING and matter.due_on:
            by_day.setdefault(matter.due_on, {})[named(matter.unit)] = None
    demands = [doc.Demand("对已超过整改时限的问题立即整改，并书面说明原因", "、".join(late))] if late else []
    demands += [
        doc.Demand("对通报的问题逐项整改，按期申请销号", "、".join(by_day[day]), due_on=day)
        for day in sorted(by_day)
    ]
    if unplanned:
        text = "对尚未“三定”的问题，立即定责任人、定整改措施、定完成时限"
        demands.append(doc.Demand(text, "、".join(unplanned)))
    return demands + [doc.Demand(policy.without_names(line, names)) for line in _lines(paper.demands)]


def default_addressees(unit: Unit) -> str:
    """To whom a unit's bulletin goes: read off the units below it."""
    levels = set(Unit.objects.get_children(unit).values_list("level", flat=True))
    parts = []
    if Level.COUNTY in levels:
        parts.append("各县（区）公安局、分局")
    if Level.CITY in levels:
        parts.append("局属各单位")
    if Level.STATION in levels:
        parts.append("各派出所、所队")
    return "，".join(parts) or "各单位"


def default_purpose(first: date, last: date) -> str:
    """The sentence that says why."""
    return f"为推动教育整顿问题立行立改、限期销号，现将{doc.written_period(first, last)}发现的问题通报如下。"


def paper_of(
    bulletin: Bulletin, *, at: datetime, site: str = "", number: doc.DocumentNumber | None = None
) -> Paper:
    """A bulletin's paper as its rows now stand. What may no longer stand in a bulletin is left out."""
    rows = bulletin.items.filter(included=True).select_related("matter", "matter__unit").order_by("order")
    matters = [
        item.matter
        for item in rows
        if policy.may_stand(item.matter.kind, item.matter.state, item.matter.restricted)
    ]
    outcomes = outcomes_of(bulletin, [matter.pk for matter in matters])
    dated = bulletin.issued_on or local_day(at)
    if number is None:
        serial = bulletin.serial or next_serial(bulletin, dated.year)
        number = doc.DocumentNumber(bulletin.code, bulletin.year or dated.year, serial)
    return Paper(
        unit=bulletin.unit,
        number=number,
        title=bulletin.title,
        dated_on=dated,
        first_on=bulletin.period_from,
        last_on=bulletin.period_to,
        matters=matters,
        outcomes=outcomes,
        addressees=bulletin.addressees,
        copy_to=bulletin.copy_to,
        purpose=bulletin.purpose,
        method=bulletin.method,
        groups=bulletin.groups,
        praise=bulletin.praise,
        demands=bulletin.demands,
        site=site,
    )


def checks(composed: Composed) -> list[Check]:
    """What to look at before issuing, in words, those first that bar it."""
    english = (translation.get_language() or "").startswith("en")
    found = [
        Check(
            str(PLACES.get(one.code, one.message)) if english else f"{one.place}:{one.message}",
            one.severity is doc.Severity.ERROR,
        )
        for one in doc.check(composed.document, limit=composed.most, not_before=composed.last_on)
    ]
    made = composed.made
    if made.grouped:
        said = _("篇幅有限，有 %(count)s 项只按单位归并计数，没有逐项写明")
        found.append(Check(str(said) % {"count": made.grouped}, False))
    if made.outcomes_withheld:
        said = _("有 %(count)s 条处理结果尚未决定，没有写入通报")
        found.append(Check(str(said) % {"count": made.outcomes_withheld}, False))
    if composed.names:
        said = _("下列词与花名册上的姓名相同，已换成“有关人员”，请核对：%(names)s")
        found.append(Check(str(said) % {"names": "、".join(sorted(composed.names))}, False))
    return sorted(found, key=lambda check: not check.bars)
