"""Writing: a document begun from a template holds the ledger's figures, marked; the clerk writes the words."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingyuan.burden.api import kinds as burden
from qingyuan.burden.api import rules as budget
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.matters.testing import a_matter, at_work, closed, submitted
from qingyuan.org.api import Role
from qingyuan.org.testing import a_branch, a_person
from qingyuan.publication import queries as bulletins
from qingyuan.publication import rules
from qingyuan.publication.errors import CannotKeepTemplate, CannotWrite
from qingyuan.publication.kinds import Genre, State
from qingyuan.publication.models import Series, Template, Writing
from qingyuan.publication.policy.writing import names_in_braces
from qingyuan.publication.queries import Week, facts
from qingyuan.publication.queries import writing as queries
from qingyuan.publication.shelves import Question
from qingyuan.publication.testing import a_writing, some_findings, words_of
from qingyuan.study.api import kinds as study_kinds
from qingyuan.study.api import rules as study_rules
from qingyuan.study.testing import a_lesson, sessions_of
from qingyuan.study.testing import a_plan as a_study_plan
from qingyuan.trail.api import acts_on

TEMPLATES = ("briefing", "report", "notice", "minutes", "summary", "news")


def problems(city, at, unit, count, by):
    return [
        a_matter(campaign=city.campaign, unit=unit, by=by, at=at, statement=f"{unit.name}漏登{n}")
        for n in range(count)
    ]


def text_of(made):
    values = queries.values_of(list(made.figures.all()))
    return "\n".join(queries.filled(one.text, values) for one in made.sections.all())


def codes(refusal):
    return [reason.code for reason in refusal.value.reasons]


def test_a_document_holds_the_figures_of_study_of_its_unit_and_days(city, at):
    branch = a_branch(city.ours)
    a_person(city.ours, branch=branch)
    absent = a_person(city.ours, branch=branch)
    monday = at.date() - timedelta(days=at.weekday())
    plan = a_study_plan(city.campaign, city.ours, monday, [(monday, a_lesson())], by=city.clerk, at=at)
    (session,) = sessions_of(plan)
    later = session.ends_at
    states = {absent.pk: study_kinds.Attended.ABSENT}
    study_rules.sessions.record_session(session_id=session.pk, states=states, by=city.clerk, at=later)
    asked = Question(city.clerk, city.campaign, city.ours, monday, monday, later)
    found = {code: one.said for code, one in facts.asked_for(asked).items() if code.startswith("study")}
    assert found["study_rate"].startswith("50.00%")
    assert "1/2" in found["study_rate"]
    assert found["study_after_hours"] == "0"
    elsewhere = Question(city.office, city.campaign, city.theirs, monday, monday, later)
    assert "无基数" in facts.asked_for(elsewhere)["study_rate"].said


def test_a_draft_begun_from_each_shipped_template_holds_the_figures_of_the_weekly_page(city, at):
    problems(city, at, city.ours, 3, city.office)
    week = Week(at.date() - timedelta(days=3), at.date())
    figures = bulletins.weekly(city.clerk, city.campaign, city.ours, week, at=at)
    lines = {line.code: line for line in figures.lines}
    for code in TEMPLATES:
        made = a_writing(city.campaign, city.ours, by=city.clerk, at=at, template=code, first=week.first_on)
        assert "{" not in text_of(made) and made.figures.exists()
        for one in made.figures.filter(fact__in=lines):
            assert (one.part, one.whole) == (lines[one.fact].numerator, lines[one.fact].denominator)
            assert (one.at, one.by) == (at, city.clerk)
    assert "累计登记问题3件" in text_of(Writing.objects.get(template__code="briefing"))
    made = Writing.objects.get(template__code="news")
    assert queries.title_of(made) == "源河分局2021年3月15日至18日销号问题0件"
    assert [entry.act for entry in acts_on(f"writing:{made.pk}")] == ["publication.start_writing"]


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    kinds=st.lists(
        st.tuples(
            st.sampled_from(("ours", "theirs", "third")),
            st.sampled_from(("problem", "finding", "opinion", "lead")),
            st.sampled_from(("", "officer", "unit")),
        ),
        max_size=6,
    )
)
def test_a_draft_never_holds_a_figure_of_another_unit_nor_of_what_may_not_be_told(city, at, kinds):
    """Whoever writes for a unit has the same figures: those of its own matters that name nobody and are no leads."""
    from django.db import transaction

    with transaction.atomic():
        third_clerk = a_person(city.third, Role.CLERK, name="岑清")
        for unit, kind, names in kinds:
            a_matter(
                campaign=city.campaign,
                unit=getattr(city, unit),
                by=city.office,
                at=at,
                kind=matter_kinds.Kind(kind),
                names=(city.officer,) if names == "officer" else (),
                names_units=(getattr(city, unit),) if names == "unit" else (),
            )
        found = {}
        for unit in ("ours", "theirs", "third"):
            own = [kind for place, kind, names in kinds if place == unit and not names]
            told = sum(kind in ("problem", "finding") for kind in own)
            clerk = {"ours": city.clerk, "theirs": city.their_clerk, "third": third_clerk}[unit]
            place = getattr(city, unit)
            for by in (city.office, city.second, clerk):
                asked = Question(by, city.campaign, place, at.date(), at.date(), at)
                found[by.pk] = {code: one.value for code, one in facts.asked_for(asked).items()}
                assert found[by.pk]["problems_all"].part == found[by.pk]["problems_new"].part == told
                assert found[by.pk]["opinions_new"].part == own.count("opinion")
            assert found[city.office.pk] == found[clerk.pk]
            for other in {city.clerk, city.their_clerk, third_clerk} - {clerk}:
                with pytest.raises(Forbidden):
                    a_writing(city.campaign, place, by=other, at=at)
        assert not any(code.startswith("lead") and not code.startswith("leaders") for code in facts.names())
        transaction.set_rollback(True)


def test_who_may_not_write_for_a_unit_begins_nothing_there(city, at):
    for by, unit in (
        (city.clerk, city.theirs),
        (city.clerk, city.root),
        (city.guidance, city.root),
        (city.officer, city.ours),
        (city.head, city.root),
        (city.admin, city.root),
    ):
        with pytest.raises(Forbidden):
            a_writing(city.campaign, unit, by=by, at=at)
    assert not Writing.objects.exists()


def test_a_draft_does_not_exist_for_another_units_clerk(city, at):
    made = a_writing(city.campaign, city.ours, by=city.clerk, at=at)
    for act in (
        lambda: rules.change_writing(writing_id=made.pk, words=words_of(made), by=city.their_clerk, at=at),
        lambda: rules.refresh_figures(writing_id=made.pk, by=city.their_clerk, at=at),
        lambda: rules.discard_writing(writing_id=made.pk, by=city.their_clerk, at=at),
        lambda: rules.issue_writing(writing_id=made.pk, by=city.their_clerk, at=at),
    ):
        with pytest.raises(Missing):
            act()


def test_what_moves_on_the_ledger_is_told_and_put_in_anew_only_when_asked(city, at):
    first, _second = problems(city, at, city.ours, 2, city.office)
    made = a_writing(city.campaign, city.ours, by=city.clerk, at=at)
    later = at + timedelta(hours=2)
    problems(city, later, city.ours, 1, city.office)
    desk = queries.desk(made, city.clerk, at=later)
    moved = {line.figure.fact: (line.said, line.now) for line in desk.lines if line.moved}
    assert moved["problems_all"] == ("2", "3") and desk.moved == len(moved)
    assert "累计登记问题2件" in text_of(made)
    assert rules.refresh_figures(writing_id=made.pk, by=city.clerk, at=later) == len(moved)
    assert "累计登记问题3件" in text_of(made)
    assert made.figures.get(fact="problems_all").at == later
    assert not queries.desk(made, city.clerk, at=later).moved
    assert rules.refresh_figures(writing_id=made.pk, by=city.clerk, at=later) == 0
    assert first.pk


def test_a_rate_always_carries_numerator_and_denominator(city, at):
    first, _second = problems(city, at, city.ours, 2, city.office)
    at_work(first, owner=city.officer, by=city.office, at=at, due_on=at.date() + timedelta(days=9))
    submitted(first, by=city.officer, at=at)
    closed(first, by=city.discipline, at=at)
    made = a_writing(city.campaign, city.ours, by=city.clerk, at=at)
    assert "销号率50.00%（1/2），按期销号率100.00%（1/1）" in text_of(made)
    assert "完善制度1项" in text_of(
        a_writing(city.campaign, city.ours, by=city.clerk, at=at, template="report")
    )


def test_words_are_changed_figures_follow_their_names_and_unknown_names_are_refused_with_their_place(
    city, at
):
    problems(city, at, city.ours, 2, city.office)
    made = a_writing(city.campaign, city.ours, by=city.clerk, at=at)
    words = words_of(made, {1: "只说新增{问题新增}件。", 2: "窗口增开两个。"})
    rules.change_writing(writing_id=made.pk, words=words, by=city.clerk, at=at, version=made.version)
    assert text_of(made).startswith("只说新增2件。\n窗口增开两个。")
    assert "problems_rate" not in set(made.figures.values_list("fact", flat=True))
    with pytest.raises(CannotWrite) as refusal:
        wrong = words_of(made, {1: "还有{查无此数}", 2: "落单的{括号"})
        rules.change_writing(writing_id=made.pk, words=wrong, by=city.clerk, at=at)
    assert [(one.code, one.field) for one in refusal.value.reasons] == [
        ("unknown", "part_1"),
        ("stray", "part_2"),
    ]
    assert "整改进展" in str(refusal.value) and "查无此数" in str(refusal.value)
    with pytest.raises(CannotWrite, match="别人改过"):
        rules.change_writing(writing_id=made.pk, words=words, by=city.clerk, at=at, version=1)
    with pytest.raises(CannotWrite, match="请写标题"):
        rules.change_writing(writing_id=made.pk, words=rules.Words(""), by=city.clerk, at=at)
    acts = [(entry.act, set(json.loads(entry.detail))) for entry in acts_on(f"writing:{made.pk}")]
    assert acts[-1] == ("publication.change_writing", {"version", "figures"})


def test_a_second_person_issues_and_takes_the_next_number_of_the_series(city, at):
    problems(city, at, city.root, 1, city.office)
    report = a_writing(city.campaign, city.root, by=city.office, at=at, template="report")
    with pytest.raises(CannotWrite) as refusal:
        rules.issue_writing(writing_id=report.pk, by=city.office, at=at)
    assert codes(refusal) == ["same_person"]
    rules.change_writing(writing_id=report.pk, words=words_of(report), by=city.second, at=at)
    with pytest.raises(CannotWrite, match="最后修改的人不能签发"):
        rules.issue_writing(writing_id=report.pk, by=city.second, at=at)
    seen = queries.as_it_stands(Writing.objects.get(pk=report.pk))
    out = rules.issue_writing(writing_id=report.pk, by=city.head, at=at, seen=seen)
    assert out.number == "示公通〔2021〕1号" and out.characters
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    brief = [
        rules.issue_writing(
            writing_id=a_writing(city.campaign, city.ours, by=city.clerk, at=at).pk, by=city.office, at=at
        )
        for _n in range(2)
    ]
    assert [one.number for one in brief] == ["简报〔2021〕第1期", "简报〔2021〕第2期"]
    assert {(one.code, one.last) for one in Series.objects.all()} == {("示公通", 1), ("简报", 2)}
    assert {one.kind for one in out.files.all()} == {"docx", "pdf"}
    with pytest.raises(CannotWrite, match="不能再改动"):
        rules.refresh_figures(writing_id=out.pk, by=city.office, at=at)
    with pytest.raises(CannotWrite) as refusal:
        rules.withdraw_writing(writing_id=out.pk, reason=" ", by=city.head, at=at)
    assert codes(refusal) == ["no_reason"]
    gone = rules.withdraw_writing(writing_id=out.pk, reason="数据有误", by=city.head, at=at)
    assert gone.state == State.WITHDRAWN and gone.number == out.number
    assert [e.act for e in acts_on(f"writing:{out.pk}")][-1] == "publication.withdraw_writing"


def test_nobody_issues_an_empty_draft_a_name_unheard_or_what_was_changed_meanwhile(city, at):
    made = a_writing(city.campaign, city.ours, by=city.clerk, at=at)
    seen = queries.as_it_stands(made)
    named = words_of(made, {2: "白知秋值班时擅离岗位。"})
    rules.change_writing(writing_id=made.pk, words=named, by=city.clerk, at=at)
    with pytest.raises(CannotWrite) as refusal:
        rules.issue_writing(writing_id=made.pk, by=city.office, at=at, seen=seen)
    assert codes(refusal) == ["names", "seen_changed"]
    assert "白知秋" in str(refusal.value)
    out = rules.issue_writing(writing_id=made.pk, by=city.office, at=at, names_cleared=True)
    assert out.names_cleared
    empty = a_writing(city.campaign, city.ours, by=city.clerk, at=at, template="minutes")
    rules.change_writing(
        writing_id=empty.pk, words=words_of(empty, dict.fromkeys((1, 2, 3), "")), by=city.clerk, at=at
    )
    with pytest.raises(CannotWrite, match="还没有内容"):
        rules.issue_writing(writing_id=empty.pk, by=city.office, at=at)
    rules.discard_writing(writing_id=empty.pk, by=city.clerk, at=at)
    assert not Writing.objects.filter(pk=empty.pk).exists()


def test_style_keeps_nothing_from_being_issued(city, at):
    made = a_writing(city.campaign, city.ours, by=city.clerk, at=at)
    hollow = "全局上下高度重视，扎实推进，切实抓好各项工作落实，取得了显著成绩。" * 200
    parts = {1: hollow[:1700], 3: hollow[:1700]}
    rules.change_writing(writing_id=made.pk, words=words_of(made, parts), by=city.clerk, at=at)
    desk = queries.desk(Writing.objects.get(pk=made.pk), city.clerk, at=at)
    assert {"hollow", "no_basis", "empty"} <= {point.code for point in desk.points}
    rules.issue_writing(writing_id=made.pk, by=city.office, at=at)


def test_a_document_beyond_the_cap_of_its_sort_is_not_issued_and_a_lowered_cap_holds_at_once(city, at):
    brief = a_writing(city.campaign, city.ours, by=city.clerk, at=at)
    long = words_of(brief, {1: "有事实有依据。" * 600})
    rules.change_writing(writing_id=brief.pk, words=long, by=city.clerk, at=at)
    with pytest.raises(CannotWrite) as refusal:
        rules.issue_writing(writing_id=brief.pk, by=city.office, at=at)
    assert codes(refusal) == ["too_long"]
    assert "超过上限 4000 字" in str(refusal.value)
    report = a_writing(city.campaign, city.root, by=city.office, at=at, template="report")
    rules.change_writing(
        writing_id=report.pk, words=words_of(report, {1: "有事实有依据。" * 600}), by=city.office, at=at
    )
    budget.caps.set_cap(cap=burden.Cap.REPORT_CHARACTERS, value=4100, by=city.second, at=at)
    desk = queries.desk(Writing.objects.get(pk=report.pk), city.office, at=at)
    assert desk.limit == 4100 and "too_long" in {point.code for point in desk.points}
    with pytest.raises(CannotWrite, match="超过上限 4100 字"):
        rules.issue_writing(writing_id=report.pk, by=city.head, at=at)


def test_the_office_keeps_templates_and_what_was_begun_stays(city, at):
    held = Template.objects.get(code="news")
    made = a_writing(city.campaign, city.ours, by=city.clerk, at=at, template="news")
    before = text_of(made)
    words = rules.TemplateWords(
        genre=Genre.NEWS,
        name="一事一报",
        title="{单位}办成一件事",
        sections=[rules.SectionWords(text="{单位}本期销号{本期销号}件。")],
    )
    rules.keep_template(code="news", words=words, by=city.office, at=at)
    assert held.sections.get().text == "{unit}本期销号{problems_closed_in}件。"
    assert text_of(made) == before
    assert list(acts_on(f"template:{held.pk}"))[-1].act == "publication.keep_template"
    off = rules.TemplateWords(**{**words.__dict__, "active": False})
    rules.keep_template(code="news", words=off, by=city.office, at=at)
    with pytest.raises(CannotWrite, match="正在使用的模板"):
        a_writing(city.campaign, city.ours, by=city.clerk, at=at, template="news")
    bad = rules.TemplateWords(Genre.NEWS, "", "标题{没有}", sections=[])
    with pytest.raises(CannotKeepTemplate) as refusal:
        rules.keep_template(code="news", words=bad, by=city.office, at=at, new=True)
    assert codes(refusal) == ["template_taken", "no_name", "no_sections", "unknown"]
    with pytest.raises(Forbidden):
        rules.keep_template(code="news", words=words, by=city.clerk, at=at)


@pytest.mark.parametrize(("first", "last", "code"), [(0, -1, "period_backwards"), (0, 1, "period_ahead")])
def test_a_period_must_make_sense(city, at, first, last, code):
    on = at.date()
    with pytest.raises(CannotWrite) as refusal:
        rules.start_writing(
            template=Template.objects.get(code="briefing"),
            campaign=city.campaign,
            unit=city.ours,
            period_from=on + timedelta(days=first),
            period_to=on + timedelta(days=last),
            by=city.clerk,
            at=at,
        )
    assert codes(refusal) == [code]


def test_every_name_in_a_shipped_template_is_a_fact_or_fixed(db):
    from qingyuan.publication.policy.writing import FIXED

    known = set(facts.names()) | set(FIXED)
    for one in Template.objects.prefetch_related("sections"):
        texts = [one.title, *(section.text for section in one.sections.all())]
        assert {name for text in texts for name in names_in_braces(text)} <= known
    assert len(set(facts.names().values())) == len(facts.names())
