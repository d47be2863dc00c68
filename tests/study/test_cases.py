"""Warning cases: names never leave the server by default, each reader gets his level, a second person approves."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.engines.sheets import find_table, open_workbook
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.matters.testing import a_matter, at_work
from qingyuan.org.api import Role
from qingyuan.org.api import kinds as org_kinds
from qingyuan.org.testing import a_client, a_person
from qingyuan.study.errors import CannotApproveCase, CannotKeepCase
from qingyuan.study.kinds import CaseLevel, CaseState, Medium
from qingyuan.study.models import HiddenName, WarningCase
from qingyuan.study.policy import cases as policy
from qingyuan.study.queries import cases as queries
from qingyuan.study.rules.cases import (
    CaseDraft,
    approve_case,
    open_names,
    release_case,
    return_case,
    submit_case,
    take_down_case,
    write_case,
)
from qingyuan.trail.models import Entry

NAME, OTHER = "赵大明", "北关派出所"
DRAFT = CaseDraft(
    title=f"{NAME}干预案件案",
    medium=Medium.PRINTED,
    rule="三个规定第五条",
    source="纪检通报",
    audience="执法办案民警",
    internal=f"内情：[[{NAME}]]在[[{OTHER}]]打听案情，查实三次。",
    leaders=f"干部赵 大 明三次打听案情，{OTHER}没有记录。",
    force="某民警打听案情，没有人记录。",
    public="一名民警被处理。",
    failed=f"{OTHER}没有逢问必录",
    control="过问登记系统每季抽查",
)


@pytest.fixture
def second(city):
    return a_person(city.root, Role.DISCIPLINE, name="督察乙")


def a_case(city, at, draft=DRAFT, **given):
    return write_case(unit=city.root, draft=draft, by=city.inspector, at=at, **given)


def an_approved_case(city, second, at, draft=DRAFT, **given):
    made = a_case(city, at, draft, **given)
    submit_case(case_id=made.pk, version=made.version, by=city.inspector, at=at)
    return approve_case(case_id=made.pk, version=made.version, by=second, at=at)


# -- nobody gets a hidden string -----------------------------------------------------------------------------

NAMES = st.lists(st.text("甲乙丙AB1", min_size=2, max_size=4), min_size=1, max_size=4, unique=True)
PIECES = st.lists(st.one_of(st.text("甲乙丙AB1案, \u200b\ue101", max_size=5), st.integers(0, 3)), max_size=8)


def _built(pieces, names, marks):
    parts = []
    for n, piece in enumerate(pieces):
        if isinstance(piece, int):
            name = names[piece % len(names)]
            parts.append(f"[[{name}]]" if (n + marks) % 2 else " ".join(name))
        else:
            parts.append(piece)
    return "".join(parts)


@settings(max_examples=150)
@given(NAMES, st.lists(PIECES, min_size=1, max_size=4), st.integers(0, 1))
def test_no_text_that_anybody_is_shown_holds_a_marked_name_with_or_without_blanks(names, texts, marks):
    whole = {str(n): _built(pieces, names, marks) for n, pieces in enumerate(texts)}
    whole["all"] = "".join(f"[[{name}]]" for name in names)
    taken = policy.take_out(whole)
    for text in taken.texts.values():
        for kept in (policy.shown(text), text):
            plain = re.sub(policy.BLANK, "", kept).casefold()
            assert not [name for name in names if name.casefold() in plain]
        assert not policy.MARKED.search(policy.shown(text))


@given(NAMES, st.lists(PIECES, min_size=1, max_size=3))
def test_what_was_taken_out_comes_back_marked_and_is_taken_out_the_same_again(names, texts):
    whole = {str(n): _built(pieces, names, 1) for n, pieces in enumerate(texts)}
    taken = policy.take_out(whole)
    typed = {key: policy.with_names(text, taken.names, marked=True) for key, text in taken.texts.items()}
    again = policy.take_out(typed)
    assert {key: policy.shown(text) for key, text in again.texts.items()} == {
        key: policy.shown(text) for key, text in taken.texts.items()
    }


@given(
    st.dictionaries(st.sampled_from(CaseLevel), st.sampled_from(["", " ", "文"])), st.sampled_from(CaseLevel)
)
def test_a_reader_never_gets_a_text_above_his_level(texts, level):
    got, text = policy.text_at(texts, level)
    assert policy.LEVELS.index(got) >= policy.LEVELS.index(level)
    fuller = [
        one
        for one in policy.LEVELS
        if policy.LEVELS.index(level) <= policy.LEVELS.index(one) < policy.LEVELS.index(got)
    ]
    assert not any(texts.get(one, "").strip() for one in fuller)
    assert text == texts.get(got, "") or not text


@given(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))
def test_neither_maker_nor_last_writer_approves(by, maker, changed):
    assert policy.may_approve(by, maker, changed) == (by != maker and by != changed)


WORDS = st.sampled_from(["", " ", "有"])


@given(WORDS, WORDS, WORDS, WORDS, WORDS, st.booleans(), WORDS)
def test_no_case_is_read_without_what_failed_and_what_is_in_place(
    title, rule, force, failed, control, external, function
):
    faults = policy.approving_faults(policy.CaseText(title, rule, force, failed, control, external, function))
    assert ("failed" in faults) == (not failed.strip())
    assert ("control" in faults) == (not control.strip())
    assert ("function" in faults) == (external and not function.strip())


# -- pages ---------------------------------------------------------------------------------------------------


def test_pages_search_exports_and_titles_give_each_reader_his_level_and_nobody_a_name(city, second, at):
    case = an_approved_case(city, second, at)
    deputy = a_person(city.ours, name="副分局长", rank=org_kinds.Rank.LEADER)
    levels = {
        "打听案情，查实三次": (city.inspector, second),
        "三次打听案情": (city.office, city.chief, city.head, city.guidance, deputy),
        "没有人记录": (city.clerk, city.officer, city.secretary, city.stranger, city.legal),
    }
    with clock.stopped_at(at):
        for words, people in levels.items():
            for person in people:
                client = a_client(person)
                pages = [
                    client.get(reverse("study:cases")),
                    client.get(reverse("study:case", args=[case.pk])),
                    *(client.get(reverse("study:cases"), {"q": q}) for q in (NAME, OTHER, "大明", "北关")),
                ]
                assert words in pages[1].content.decode()
                for other in levels:
                    if list(levels).index(other) < list(levels).index(words):
                        assert other not in pages[1].content.decode()
                for page in pages:
                    plain = re.sub(r'value="[^"]*"', "", page.content.decode())
                    for hidden in (NAME, OTHER, "赵 大 明", "[["):
                        assert hidden not in plain
                for page in pages[2:]:
                    assert "没有符合条件的案例" in page.content.decode()
                assert "某某干预案件案" in client.get(reverse("study:cases"), {"q": "干预"}).content.decode()
        internal = {"q": "查实"}
        assert "没有符合条件" in a_client(city.officer).get(reverse("study:cases"), internal).content.decode()
        assert "没有符合条件" in a_client(city.office).get(reverse("study:cases"), internal).content.decode()
        assert "干预案件案" in a_client(second).get(reverse("study:cases"), internal).content.decode()
        for person, words in ((city.office, "三次打听"), (second, "查实三次")):
            answer = a_client(person).get(reverse("study:export_cases"))
            content = b"".join(answer.streaming_content)
            table = find_table(open_workbook(content, "t.xlsx"))
            said = " ".join(str(table.cell(row, one).value) for row in table.rows for one in table.columns)
            assert words in said
            assert NAME not in said
            assert OTHER not in said
        assert a_client(city.officer).get(reverse("study:export_cases")).status_code == 403
    row = WarningCase.objects.get()
    assert not any(NAME in str(value) or OTHER in str(value) for value in vars(row).values())
    assert list(HiddenName.objects.values_list("words", flat=True)) == [OTHER, NAME]
    for entry in Entry.objects.all():
        assert NAME not in str(entry.__dict__)


def test_names_are_opened_by_discipline_by_a_button_and_it_is_recorded(city, second, at):
    case = an_approved_case(city, second, at)
    page = reverse("study:case_names", args=[case.pk])
    with clock.stopped_at(at):
        answer = a_client(city.inspector).post(page)
        assert f"内情：{NAME}在{OTHER}" in answer.content.decode()
        assert answer.headers["Cache-Control"] == "no-store"
        assert a_client(city.inspector).get(page).status_code == 405
        for person in (
            city.office,
            city.chief,
            city.head,
            city.legal,
            city.officer,
            city.guidance,
            city.audit,
        ):
            assert a_client(person).post(page).status_code == 403
            with pytest.raises((Forbidden, Missing)):
                open_names(case_id=case.pk, by=person, at=at)
    assert Entry.objects.filter(act="study.open_names", subject=f"warning_case:{case.pk}").count() == 1


def test_a_case_is_written_returned_written_anew_and_approved_on_the_pages(city, second, at):
    first, other, reader = a_client(city.inspector), a_client(second), a_client(city.officer)
    typed = {
        "unit": city.root.pk,
        "title": f"[[{NAME}]]案",
        "medium": "film",
        "version": 0,
        "force": "文",
        "rule": "第五条",
    }
    with clock.stopped_at(at):
        assert "还没有警示案例" in reader.get(reverse("study:cases")).content.decode()
        page = first.post(reverse("study:add_case"), typed, follow=True).content.decode()
        assert "请写明哪道关口失守" in page
        assert "请写明现在的关口" in page
        assert "提交批准" not in page
        case = WarningCase.objects.get()
        here = reverse("study:case", args=[case.pk])
        assert reader.get(here).status_code == 404
        assert "某某案" not in reader.get(reverse("study:cases")).content.decode()
        change = reverse("study:change_case", args=[case.pk])
        shown = first.get(change).content.decode()
        assert f"[[{NAME}]]案" in shown
        full = typed | {"failed": "没有审批", "control": "双人审批"}
        assert "台账上没有这个编号" in first.post(change, full | {"number": "WT1"}).content.decode()
        first.post(change, full)
        assert "有人改过" in first.post(change, full).content.decode()
        version = WarningCase.objects.get().version
        first.post(reverse("study:submit_case", args=[case.pk]), {"version": version})
        approve = reverse("study:approve_case", args=[case.pk])
        assert "须由第二人批准" in first.post(approve, {"version": version}, follow=True).content.decode()
        back = reverse("study:return_case", args=[case.pk])
        other.post(back, {"words": "条款不全"})
        assert "条款不全" in first.get(here).content.decode()
        first.post(reverse("study:submit_case", args=[case.pk]), {"version": version})
        assert "有人改过" in other.post(approve, {"version": version - 1}, follow=True).content.decode()
        other.post(approve, {"version": version})
        assert "某某案" in reader.get(here).content.decode()
        other.post(back, {"words": "有误"})
        assert reader.get(here).status_code == 404
    acts = Entry.objects.filter(subject=f"warning_case:{case.pk}").values_list("act", flat=True)
    assert set(acts) == {"study.keep_cases", "study.submit_case", "study.approve_case", "study.return_case"}


def test_the_control_is_shown_as_its_matter_stands_to_who_sees_the_matter(city, second, at):
    matter = a_matter(unit=city.ours, campaign=city.campaign, by=city.office, at=at)
    case = an_approved_case(city, second, at, number=matter.number)
    here = reverse("study:case", args=[case.pk])
    with clock.stopped_at(at):
        assert str(matter.get_state_display()) in a_client(city.office).get(here).content.decode()
        at_work(matter, owner=city.officer, by=city.head, at=at, due_on=date(2021, 4, 1))
        matter.refresh_from_db()
        page = a_client(city.office).get(here).content.decode()
        assert matter.number in page
        assert str(matter.get_state_display()) in page
        assert matter.number not in a_client(city.stranger).get(here).content.decode()


def test_what_cannot_be_written_or_approved_is_refused_with_its_reason(city, second, at):
    with pytest.raises(CannotKeepCase, match="请写明标题"):
        a_case(city, at, replace(DRAFT, title=" "))
    for mark in ("[[赵]]", "[[某某]]", "[[ ]]"):
        with pytest.raises(CannotKeepCase, match="不能这样隐去"):
            a_case(city, at, replace(DRAFT, force=f"{mark}打听"))
    for lacking, words in (
        ("failed", "哪道关口失守"),
        ("control", "现在的关口"),
        ("rule", "违反的规定"),
        ("force", "全体民警稿"),
    ):
        made = a_case(city, at, replace(DRAFT, **{lacking: ""}))
        with pytest.raises(CannotApproveCase, match=words):
            submit_case(case_id=made.pk, version=0, by=city.inspector, at=at)
    made = an_approved_case(city, second, at)
    with pytest.raises(CannotKeepCase, match="只有拟稿中"):
        a_case(city, at, case_id=made.pk, version=made.version)
    with pytest.raises(CannotApproveCase, match="请写明理由"):
        return_case(case_id=made.pk, words=" ", by=second, at=at)
    with pytest.raises(CannotApproveCase, match="不在待批准"):
        approve_case(case_id=made.pk, version=made.version, by=second, at=at)
    assert WarningCase.objects.filter(state=CaseState.APPROVED).count() == 1


def test_only_discipline_writes_and_drafts_do_not_exist_for_anybody_else(city, at):
    made = a_case(city, at)
    for person in (city.office, city.chief, city.head, city.legal, city.officer, city.guidance, city.system):
        with pytest.raises(Forbidden):
            write_case(unit=city.root, draft=DRAFT, by=person, at=at)
        with pytest.raises(Missing):
            submit_case(case_id=made.pk, version=0, by=person, at=at)
        with clock.stopped_at(at):
            assert a_client(person).get(reverse("study:case", args=[made.pk])).status_code in (403, 404)
            assert a_client(person).get(reverse("study:change_case", args=[made.pk])).status_code == 403


def test_the_library_asks_a_fixed_number_of_times(city, second, at, django_assert_max_num_queries):
    for _n in range(4):
        an_approved_case(city, second, at)
    client = a_client(city.inspector)
    rows = queries.cases(city.officer, at=at)
    assert {queries.told(row, city.officer, at=at).level for row in rows} == {CaseLevel.FORCE}
    with clock.stopped_at(at), django_assert_max_num_queries(13):
        client.get(reverse("study:cases"))


# -- what everybody reads ------------------------------------------------------------------------------------


@given(st.booleans(), st.sampled_from(["", " ", "公开稿"]), st.booleans(), st.booleans())
def test_writing_a_public_text_is_not_releasing_it(approved, public, released, second):
    faults = policy.release_faults(approved=approved, public=public, released=released, second=second)
    assert (faults == []) == (approved and public == "公开稿" and not released and second)


def everybody_reads() -> str:
    answer = Client().get(reverse("portal:public_cases"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_second_person_releases_a_case_and_everybody_reads_its_public_text_and_nothing_else(
    city, second, at
):
    made = an_approved_case(city, second, at)
    here = reverse("study:case", args=[made.pk])
    with clock.stopped_at(at):
        assert "还没有公开的警示案例" in everybody_reads()  # approved is not released
        inspector, other = a_client(city.inspector), a_client(second)
        assert "请另一人签发" in inspector.get(here).content.decode()
        wrong = inspector.post(reverse("study:release_case", args=[made.pk]), {"version": 0}, follow=True)
        assert "须由第二人签发" in wrong.content.decode()
        other.post(reverse("study:release_case", args=[made.pk]), {"version": made.version})
        told = everybody_reads()
        for words in ("某某干预案件案", DRAFT.public, DRAFT.rule, "某某没有逢问必录", DRAFT.control):
            assert words in told
        for words in (NAME, OTHER, "查实三次", "没有人记录", DRAFT.source, city.root.name, "督察"):
            assert words not in told, words
        english = Client()
        english.cookies["qingyuan_language"] = "en"
        assert "Control that failed" in english.get(reverse("portal:public_cases")).content.decode()
        assert Client().post(reverse("portal:public_cases")).status_code == 405
        assert reverse("portal:public_cases") in Client().get(reverse("org:sign_in")).content.decode()
        other.post(reverse("study:take_down_case", args=[made.pk]))
        assert DRAFT.public not in everybody_reads()
        other.post(reverse("study:release_case", args=[made.pk]), {"version": made.version})
        return_case(case_id=made.pk, words="有误", by=second, at=at)  # withdrawn is taken down with it
        assert DRAFT.public not in everybody_reads()
    acts = Entry.objects.filter(subject=f"warning_case:{made.pk}").order_by("index")
    assert [one.act for one in acts][3:] == [
        *("study.release_case", "study.take_down_case", "study.release_case", "study.return_case")
    ]


def test_what_cannot_be_released_is_refused_in_words_and_for_whom(city, second, at):
    draft = a_case(city, at)
    for words, made, by in (
        ("批准以后", draft, second),
        ("没有写公开稿", an_approved_case(city, second, at, replace(DRAFT, public="")), second),
        ("须由第二人", an_approved_case(city, second, at), city.inspector),
    ):
        with pytest.raises(CannotApproveCase, match=words):
            release_case(case_id=made.pk, version=made.version, by=by, at=at)
    made = an_approved_case(city, second, at)
    with pytest.raises(CannotApproveCase, match="看最新内容"):
        release_case(case_id=made.pk, version=9, by=second, at=at)
    with pytest.raises(CannotApproveCase, match="没有对外公开"):
        take_down_case(case_id=made.pk, by=second, at=at)
    for person in (city.office, city.head, city.officer, city.guidance):
        with pytest.raises(Forbidden):
            release_case(case_id=made.pk, version=made.version, by=person, at=at)
    made.refresh_from_db()
    assert made.approved_by == second  # who approved it is a second person to its public text, too
    release_case(case_id=made.pk, version=made.version, by=second, at=at)
    with pytest.raises(CannotApproveCase, match="已经对外公开"):
        release_case(case_id=made.pk, version=made.version, by=second, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        WarningCase.objects.filter(pk=draft.pk).update(released_at=at, released_by=second)


def test_the_public_page_asks_as_often_for_many_as_for_one(city, second, at, django_assert_num_queries):
    for _n in range(3):
        made = an_approved_case(city, second, at)
        release_case(case_id=made.pk, version=made.version, by=second, at=at)
    with django_assert_num_queries(2):
        shown, whole = queries.public_cases(most=2)
    assert (len(shown), whole) == (2, 3)
    for text in (value for one in shown for value in vars(one).values() if isinstance(value, str)):
        assert not policy.PRIVATE.search(text)
        assert NAME not in text
