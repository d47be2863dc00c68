"""Issuing: a second person, numbers without gaps, files, objections."""

import hashlib
import io
from datetime import timedelta

import docx
import pytest
from django.db import IntegrityError, transaction

from qingyuan.burden.api import kinds as burden
from qingyuan.burden.api import rules as budget
from qingyuan.engines.officialdoc import DocumentNumber
from qingyuan.kit import bus
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.matters.testing import a_matter
from qingyuan.publication import queries, rules
from qingyuan.publication.errors import CannotIssue, CannotObject, CannotWithdraw
from qingyuan.publication.events import BulletinIssued
from qingyuan.publication.kinds import Answer, OutcomeKind, State
from qingyuan.publication.models import Bulletin, BulletinFile, Series
from qingyuan.publication.testing import a_draft, an_issued, an_outcome, some_findings
from qingyuan.trail.api import acts_on


def issue(made, by, at, **more):
    return rules.issue_bulletin(bulletin_id=made.pk, by=by, at=at, **more)


def codes(refusal):
    return [reason.code for reason in refusal.value.reasons]


def test_numbers_run_without_gaps_under_two_drafters_and_over_the_year(city, at):
    matters = some_findings(
        city.campaign, [city.ours, city.theirs, city.third], by=city.office, at=at, count=3
    )
    day = {"period_from": at.date(), "period_to": at.date(), "at": at}
    one = rules.draft_bulletin(
        campaign=city.campaign, unit=city.root, units=[city.ours], by=city.office, **day
    )
    two = rules.draft_bulletin(
        campaign=city.campaign, unit=city.root, units=[city.theirs], by=city.second, **day
    )
    spoilt = rules.draft_bulletin(
        campaign=city.campaign, unit=city.root, units=[city.third], by=city.office, **day
    )
    with pytest.raises(CannotIssue):
        issue(two, city.second, at)
    assert issue(two, city.office, at).number == "示公通〔2021〕1号"
    rules.discard_bulletin(bulletin_id=spoilt.pk, by=city.second, at=at)
    assert issue(one, city.second, at).number == "示公通〔2021〕2号"
    rules.withdraw_bulletin(bulletin_id=one.pk, reason="事实有误", by=city.head, at=at)
    third = rules.draft_bulletin(campaign=city.campaign, unit=city.root, by=city.office, **day)
    assert sorted(item.matter_id for item in third.items.all()) == sorted([matters[0].pk, matters[2].pk])
    assert issue(third, city.head, at).serial == 3
    new_year = at.replace(year=2022)
    some_findings(city.campaign, [city.ours], by=city.office, at=new_year, count=1, words="新年")
    assert (
        an_issued(city.campaign, by=city.office, issuer=city.head, at=new_year).number == "示公通〔2022〕1号"
    )
    assert list(Bulletin.objects.filter(year=2021).order_by("serial").values_list("serial", flat=True)) == [
        1,
        2,
        3,
    ]


def test_the_drafter_does_not_issue_and_the_database_says_so_too(city, at):
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    made = a_draft(city.campaign, by=city.office, at=at)
    with pytest.raises(CannotIssue) as refusal:
        issue(made, city.office, at)
    assert codes(refusal) == ["same_person"]
    issued = issue(made, city.head, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.filter(pk=issued.pk).update(issued_by=city.office)


def test_only_a_head_or_the_office_of_the_bulletins_own_unit_issues(city, at):
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    made = a_draft(city.campaign, by=city.office, at=at)
    for nobody in (city.guidance, city.officer, city.clerk, city.discipline, city.stranger, city.admin):
        with pytest.raises((Missing, Forbidden)):
            issue(made, nobody, at)
    made.refresh_from_db()
    assert made.state == State.DRAFT and not Series.objects.filter(last__gt=0).exists()


def test_issuing_keeps_word_and_pdf_tells_the_fact_and_leaves_no_words_in_the_trail(city, at):
    matters = some_findings(city.campaign, [city.ours, city.theirs], by=city.office, at=at, count=2)
    made = a_draft(city.campaign, by=city.office, at=at)
    an_outcome(made, by=city.office, at=at, persons=11, matter=matters[0])
    an_outcome(made, by=city.office, at=at, persons=2, kind=OutcomeKind.PARTY_WARNING)
    heard = []
    bus.hear(BulletinIssued, heard.append)
    issued = issue(made, city.head, at, site="https://zd.example.cn")
    assert [(fact.bulletin_id, set(fact.matter_ids)) for fact in heard if fact.bulletin_id == made.pk] == [
        (made.pk, {matter.pk for matter in matters})
    ]
    kept = {file.kind: file for file in BulletinFile.objects.all()}
    content = rules.file_path(kept["docx"].key).read_bytes()
    assert hashlib.sha256(content).hexdigest() == kept["docx"].sha256
    assert rules.file_path(kept["pdf"].key).read_bytes()[:5] == b"%PDF-"
    opened = docx.Document(io.BytesIO(content))
    targets = {rel.target_ref for rel in opened.part.rels.values() if rel.reltype.endswith("/hyperlink")}
    assert targets == {f"https://zd.example.cn/ledger/{matter.pk}/" for matter in matters}
    said = "\n".join(paragraph.text for paragraph in opened.paragraphs)
    assert "示公通〔2021〕1号" in said and "对11人予以批评教育" in said and "2021年3月18日" in said
    entry = acts_on(f"bulletin:{made.pk}")
    last = next(one for one in entry if one.act == "publication.issue_bulletin")
    assert matters[0].statement not in str(last.detail) and kept["docx"].sha256 in str(last.detail)
    assert queries.outcome_totals(city.campaign, at) == {"criticism_education": 11, "party_warning": 2}
    assert queries.bulletins_issued(city.campaign, at) == 1
    assert queries.bulletins_issued(city.campaign, at - timedelta(seconds=1)) == 0
    told = queries.findings_told(city.campaign, at)
    assert (told.matters, told.units) == (2, 2)
    assert [one.pk for one in queries.bulletins_of_matter(matters[0].pk)] == [issued.pk]
    assert all(item.told for item in issued.items.all())


def test_what_is_told_is_kept_without_names(city, at):
    a_matter(campaign=city.campaign, unit=city.ours, by=city.office, at=at, statement="民警白知秋漏填记录")
    issued = an_issued(city.campaign, by=city.office, issuer=city.head, at=at)
    assert issued.items.get().told == "民警有关人员漏填记录"
    opened = docx.Document(io.BytesIO(rules.file_path(issued.files.get(kind="docx").key).read_bytes()))
    assert "白知秋" not in "\n".join(paragraph.text for paragraph in opened.paragraphs)


def test_nothing_is_told_twice_even_if_two_drafts_hold_it(city, at):
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    one, two = (a_draft(city.campaign, by=who, at=at) for who in (city.office, city.second))
    issue(one, city.head, at)
    with pytest.raises(CannotIssue, match="已在 示公通〔2021〕1号 中通报过"):
        issue(two, city.head, at)
    rules.leave_out(item_id=two.items.get().pk, by=city.second, at=at)
    with pytest.raises(CannotIssue, match="没有列入任何事项"):
        issue(two, city.head, at)


def test_a_code_belongs_to_one_unit_in_a_year(city, at):
    some_findings(city.campaign, [city.ours, city.theirs], by=city.office, at=at, count=2)
    first = a_draft(city.campaign, by=city.clerk, at=at, unit=city.ours)
    issue(first, city.head, at)
    second = a_draft(city.campaign, by=city.their_clerk, at=at, unit=city.theirs)
    wording = rules.Wording(code="源公通", title=second.title)
    rules.change_bulletin(bulletin_id=second.pk, words=wording, by=city.their_clerk, at=at)
    with pytest.raises(CannotIssue, match="已由 源河分局"):
        issue(second, city.head, at)


# -- the edited file -----------------------------------------------------------------------------------------


def edited(made, at, *, number=None, add="", replace=None):
    """What the clerk gets, with a paragraph more, as Word would save it."""
    paper = queries.paper_of(made, at=at, number=DocumentNumber.parse(number) if number else None)
    document = docx.Document(io.BytesIO(queries.compose(paper).word))
    if add:
        document.add_paragraph(add)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture
def made(city, at):
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=2)
    return a_draft(city.campaign, by=city.office, at=at)


def test_the_edited_file_is_what_is_issued(city, at, made):
    content = edited(made, at, add="请各单位举一反三。")
    rules.keep_file(bulletin_id=made.pk, content=edited(made, at), by=city.office, at=at)
    rules.keep_file(bulletin_id=made.pk, content=content, by=city.office, at=at)
    issued = issue(made, city.head, at)
    kept = issued.files.get()
    assert (kept.kind, kept.edited) == ("docx", True)
    assert rules.file_path(kept.key).read_bytes() == content
    assert issued.characters == kept.characters > 0


def test_the_number_in_the_edited_file_must_be_the_one_that_is_given(city, at, made):
    rules.keep_file(
        bulletin_id=made.pk, content=edited(made, at, number="示公通〔2021〕7号"), by=city.office, at=at
    )
    with pytest.raises(CannotIssue, match=r"应为 示公通〔2021〕1号.*写的是 示公通〔2021〕7号"):
        issue(made, city.head, at)
    rules.keep_file(bulletin_id=made.pk, content=edited(made, at), by=city.office, at=at)
    assert issue(made, city.head, at).number == "示公通〔2021〕1号"


def test_more_than_4000_characters_are_refused(city, at, made):
    rules.keep_file(bulletin_id=made.pk, content=edited(made, at, add="长" * 4000), by=city.office, at=at)
    with pytest.raises(CannotIssue, match="超过上限 4000 字"):
        issue(made, city.head, at)


def test_a_name_in_the_edited_file_needs_the_issuers_word(city, at, made):
    rules.keep_file(
        bulletin_id=made.pk, content=edited(made, at, add="对白 知秋予以批评。"), by=city.office, at=at
    )
    with pytest.raises(CannotIssue, match="白知秋"):
        issue(made, city.head, at)
    issued = issue(made, city.head, at, names_cleared=True)
    assert issued.names_cleared
    entry = next(one for one in acts_on(f"bulletin:{made.pk}") if one.act == "publication.issue_bulletin")
    assert "names_cleared" in str(entry.detail)


def test_a_hundred_long_findings_are_grouped_and_stay_within_the_limit(city, at):
    for n in range(100):
        a_matter(
            campaign=city.campaign,
            unit=(city.ours, city.theirs)[n % 2],
            by=city.office,
            at=at,
            statement=f"第{n}个问题" + "案卷材料装订不规范" * 8,
        )
    issued = an_issued(city.campaign, by=city.office, issuer=city.head, at=at)
    assert issued.characters is not None and issued.characters <= 4000
    assert issued.items.filter(included=True).count() == 100


def test_a_cap_that_is_lowered_is_the_length_of_the_next_bulletin(city, at, made):
    budget.caps.set_cap(cap=burden.Cap.BULLETIN_CHARACTERS, value=10, by=city.office, at=at)
    with pytest.raises(CannotIssue, match="超过上限 10 字"):
        issue(made, city.head, at)
    budget.caps.set_cap(
        cap=burden.Cap.BULLETIN_CHARACTERS, value=3000, reason="全年情况", by=city.head, at=at
    )
    assert issue(made, city.head, at).characters <= 3000


# -- withdrawing, objecting ------------------------------------------------------------------------------------


def test_withdrawing_says_why_and_an_issued_bulletin_is_never_discarded(city, at, made):
    issued = issue(made, city.head, at)
    with pytest.raises(CannotWithdraw, match="只能撤回"):
        rules.discard_bulletin(bulletin_id=issued.pk, by=city.office, at=at)
    with pytest.raises(CannotWithdraw, match="撤回理由"):
        rules.withdraw_bulletin(bulletin_id=issued.pk, reason=" ", by=city.head, at=at)
    rules.withdraw_bulletin(bulletin_id=issued.pk, reason="事实有误", by=city.head, at=at)
    assert queries.bulletins_issued(city.campaign, at) == 0
    with pytest.raises(CannotWithdraw):
        rules.withdraw_bulletin(bulletin_id=issued.pk, reason="再撤", by=city.head, at=at)


def test_a_unit_objects_within_30_days_and_authors_recuse(city, at, made):
    issued = issue(made, city.head, at)
    item = issued.items.first()
    with pytest.raises(Forbidden):
        rules.object_to_item(item_id=item.pk, words="不属实", by=city.their_clerk, at=at)
    with pytest.raises(CannotObject, match="届满"):
        rules.object_to_item(item_id=item.pk, words="不属实", by=city.clerk, at=at + timedelta(days=31))
    asked = rules.object_to_item(
        item_id=item.pk, words="当日系统故障", by=city.clerk, at=at + timedelta(days=30)
    )
    assert asked.answer_by == (at + timedelta(days=60)).date()
    later = at + timedelta(days=31)
    with pytest.raises(CannotObject, match="已经提出过"):
        rules.object_to_item(item_id=item.pk, words="再提", by=city.clerk, at=at)
    for author in (city.office, city.head):
        with pytest.raises(CannotObject, match="回避"):
            rules.answer_objection(
                objection_id=asked.pk, answer=Answer.UPHELD, words="维持", by=author, at=later
            )
    with pytest.raises(Forbidden):
        rules.answer_objection(
            objection_id=asked.pk, answer=Answer.CORRECTED, words="对", by=city.clerk, at=later
        )
    answered = rules.answer_objection(
        objection_id=asked.pk, answer=Answer.CORRECTED, words="经复核属系统故障", by=city.discipline, at=later
    )
    assert answered.answered_by == city.discipline
    with pytest.raises(CannotObject, match="已经答复"):
        rules.answer_objection(
            objection_id=asked.pk, answer=Answer.UPHELD, words="改", by=city.second, at=later
        )


def test_an_outcome_of_a_matter_is_told_once_and_freed_by_withdrawal(city, at):
    (matter,) = some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    said = rules.Decision(
        OutcomeKind.CRITICISM_EDUCATION, 3, at.date(), "分局党委", "第二十条", duty_checked=True
    )
    outcome = rules.record_outcome(said=said, matter_id=matter.pk, by=city.office, at=at)
    issued = an_issued(city.campaign, by=city.office, issuer=city.head, at=at)
    outcome.refresh_from_db()
    assert outcome.bulletin_id == issued.pk
    rules.withdraw_bulletin(bulletin_id=issued.pk, reason="有误", by=city.head, at=at)
    outcome.refresh_from_db()
    assert outcome.bulletin_id is None and queries.outcome_totals(city.campaign, at) == {}
