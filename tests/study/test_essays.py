"""Essays: asked for once a stage, looked at by the author first, read by one person, counted in groups."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qingyuan.burden.api import rules as burden
from qingyuan.burden.kinds import Cap
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.org.kinds import DutyKind, Rank
from qingyuan.org.testing import a_client, a_duty, a_person, a_unit
from qingyuan.study import jobs
from qingyuan.study.errors import CannotAskForEssay, CannotHandIn, CannotKeepDraft, CannotSignEssay
from qingyuan.study.kinds import Authorship, EssayState, SourceKind
from qingyuan.study.models import Essay, EssayCall, EssayCount, EssayDraft
from qingyuan.study.queries import essay_index
from qingyuan.study.queries import essays as queries
from qingyuan.study.rules import essay_sources, essays
from qingyuan.study.rules.special import switch_on
from qingyuan.trail.models import Entry
from tests.study.conftest import City
from tests.study.essays import DUE, STORY, a_call, handed_in, own_words


def tended(at):
    """What the clock does, and the worker after it."""
    jobs.tend_essays(at)
    with clock.stopped_at(at):
        for call in EssayCall.objects.filter(emptied_at=None):
            jobs.count_essays.call(call.pk)


def page(person, name, *args, data=None, **more):
    client = a_client(person)
    where = reverse(f"study:{name}", args=args)
    answer = client.post(where, data, follow=True, **more) if data is not None else client.get(where)
    return answer.content.decode()


def test_the_author_finds_his_copied_passage_before_anyone_else_and_nobody_is_named(city: City, at):
    call = a_call(city, at)
    with clock.stopped_at(at):
        said = page(city.mate, "essay", call.pk, data={"text": STORY + own_words(1)})
        assert "没有找到与别处相同的段落" in said
        said = page(city.mate, "hand_in_essay", call.pk, data={"authorship": "self"})
        assert "已提交。" in said
        text = own_words(2) + STORY.replace("，", " ") + own_words(3)
        said = page(city.officer, "essay", call.pk, data={"text": text})
        assert "本局另一篇心得" in said
        assert "请改成自己的话" in said
        assert "别人的心得，除了这段相同的以外，这里什么都看不到" in said
        assert city.mate.name not in said
        assert city.mate.police_no not in said
        assert own_words(1)[:9] not in said  # nothing of the other essay but what is shared
        again = page(city.officer, "essay", call.pk, data={"text": own_words(2) + own_words(3)})
        assert "没有找到与别处相同的段落" in again
        assert "还没有提交" not in page(city.officer, "essays")
    assert not Entry.objects.filter(subject=f"essay:{city.officer.pk}").exists()
    acts = list(Entry.objects.filter(act__startswith="study.").values_list("act", "detail"))
    assert [act for act, _detail in acts] == ["study.call_essay", "study.hand_in_essay"]
    assert acts[1][1] == "{}"


def test_a_draft_is_kept_sealed_for_its_author_and_goes_without_a_trace(city: City, at):
    call = a_call(city, at)
    with clock.stopped_at(at):
        page(city.officer, "essay", call.pk, data={"text": STORY})
        kept = EssayDraft.objects.get()
        assert STORY[:6].encode() not in bytes(kept.sealed)
        assert STORY in page(city.officer, "essay", call.pk)
        for person in (city.mate, city.secretary, city.head, city.office, city.inspector, city.guidance):
            for name in ("essays", "essay", "essay_desk", "essay_figures"):
                args = () if name == "essays" else (call.pk,)
                assert STORY[:12] not in page(person, name, *args)
            assert a_client(person).get(reverse("study:essay_review", args=[kept.essay_id])).status_code in (
                403,
                404,
            )
        page(city.officer, "drop_essay_draft", call.pk, data={})
    assert not EssayDraft.objects.exists()
    assert Entry.objects.filter(subject__startswith="essay:").count() == 0


def test_the_office_asks_once_a_stage_and_hears_every_reason_why_not(city: City, at):
    stage = city.campaign.stages.order_by("order").first()
    with clock.stopped_at(at):
        said = page(
            city.office,
            "call_essay",
            data={"stage": stage.pk, "ranks": ["officer"], "due_on": DUE, "most": "2000"},
        )
        assert "已布置" in said
        said = page(
            city.office,
            "call_essay",
            data={"stage": stage.pk, "ranks": ["leader"], "due_on": "2021-03-01", "most": "2000"},
        )
        assert "一个环节至多一篇" in said
        assert "提交期限不能早于今天" in said
        call = EssayCall.objects.get()
        assert set(call.essays.values_list("rank", flat=True)) == {Rank.OFFICER}
        assert "已保存" in page(city.office, "move_essay_due", call.pk, data={"due_on": "2021-03-29"})
    with pytest.raises(CannotAskForEssay, match="晚于环节结束"):
        essays.move_due(call_id=call.pk, due_on=date(2022, 1, 1), by=city.office, at=at)
    with pytest.raises(CannotAskForEssay, match="没有人需要写"):
        stage = city.campaign.stages.order_by("order")[1]
        essays.call_essay(
            campaign=city.campaign, stage_id=stage.pk, ranks=["leader"], due_on=stage.ends_on,
            units=[city.station], by=city.office, at=at,
        )  # fmt: skip
    burden.caps.set_cap(cap=Cap.ESSAYS_A_STAGE, value=0, by=city.office, at=at)
    with pytest.raises(CannotAskForEssay, match="上限现在是0篇"):
        essays.call_essay(
            campaign=city.campaign, stage_id=stage.pk, ranks=["officer"], due_on=stage.ends_on,
            by=city.office, at=at,
        )  # fmt: skip
    for person in (city.head, city.secretary, city.officer, city.guidance, city.system, city.inspector):
        with pytest.raises((Forbidden, Missing)):
            essays.move_due(call_id=call.pk, due_on=DUE, by=person, at=at)


def test_a_unit_in_special_duty_is_not_asked_nor_an_auxiliary(city: City, at):
    day = at.date()
    switch_on(unit=city.theirs, reason="安保", from_on=day, to_on=day, by=city.office, at=at)
    call = a_call(city, at)
    asked = set(call.essays.values_list("person", flat=True))
    assert city.officer.pk in asked
    assert not {city.stranger.pk, city.outsider.pk} & asked


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (own_words(1, 299), "不足300字（不算标点和空格），现在299字"),
        (own_words(1, 3001), "超过3000字"),
    ],
)
def test_too_short_or_too_long_is_said_before_and_refused(city: City, at, text, words):
    call = a_call(city, at)
    essays.keep_draft(call_id=call.pk, text=text, by=city.officer, at=at)
    with clock.stopped_at(at):
        assert words in page(city.officer, "essay", call.pk)
    with pytest.raises(CannotHandIn, match=words[:4]):
        essays.hand_in(call_id=call.pk, authorship=Authorship.SELF, by=city.officer, at=at)


def test_who_hands_in_says_whose_words_it_is_in_and_cannot_change_it_but_by_taking_it_back(city: City, at):
    call = a_call(city, at)
    with pytest.raises(CannotHandIn, match="先写好并核对"):
        essays.hand_in(call_id=call.pk, authorship=Authorship.SELF, by=city.officer, at=at)
    with clock.stopped_at(at):
        page(city.officer, "essay", call.pk, data={"text": own_words(1)})
        assert "请说明是本人撰写" in page(city.officer, "hand_in_essay", call.pk, data={})
        assert "已提交" in page(city.officer, "hand_in_essay", call.pk, data={"authorship": "helped"})
        assert "已经提交" in page(city.officer, "essay", call.pk, data={"text": own_words(2)})
        assert "现在是草稿" in page(city.officer, "take_essay_back", call.pk, data={})
        assert own_words(1)[:20] in page(city.officer, "essay", call.pk)
    essays.hand_in(call_id=call.pk, authorship=Authorship.HELPED, by=city.officer, at=at)
    after = at.replace(month=3, day=27)
    with pytest.raises(CannotHandIn, match="过了提交期限"):
        essays.take_back(call_id=call.pk, by=city.officer, at=after)


def test_what_was_taken_back_is_no_longer_compared_with_nor_on_the_disk(city: City, at):
    call = a_call(city, at)
    handed_in(call, city.mate, STORY + own_words(1), at)
    essays.keep_draft(call_id=call.pk, text=STORY + own_words(2), by=city.officer, at=at)
    mine = queries.own(city.officer, at).get()
    assert queries.look(mine, STORY + own_words(2)).copied
    essays.take_back(call_id=call.pk, by=city.mate, at=at)
    assert not queries.look(mine, STORY + own_words(2)).copied
    assert len(essay_index.of_essays(city.campaign.pk).names) == 0


def test_a_collection_that_is_missing_or_broken_is_made_anew_from_the_rows(city: City, at):
    call = a_call(city, at)
    handed_in(call, city.mate, STORY + own_words(1), at)
    mine = queries.own(city.officer, at).get()
    text = STORY + own_words(2)
    assert queries.look(mine, text).copied
    place = essay_index.folder(f"essays-{city.campaign.pk}")
    for damage in ("cut", "list", "gone"):
        essay_index._open.clear()  # as after a restart
        assert queries.look(mine, text).copied
        essay_index._open.clear()
        for file in [*place.glob("*"), place.with_suffix(".json")]:
            if damage == "gone" or (damage == "list" and file.parent != place):
                file.unlink()
            elif damage == "cut" and file.suffix == ".npy":
                file.write_bytes(file.read_bytes()[:-3] + b"xyz")
        assert queries.look(mine, text).copied, damage


def test_a_quotation_is_recognised_and_a_template_is_shown_beside_the_passage(city: City, at):
    call = a_call(city, at)
    rule = "人民警察必须以宪法和法律为活动准则，忠于职守，清正廉洁，纪律严明，服从命令，严格执法。"
    sold = "通过此次学习使我深刻认识到自身存在的差距和不足，今后我将以更高的标准要求自己，做好本职岗位上的每件小事。"
    with clock.stopped_at(at):
        for kind, title, text in (("document", "人民警察法第四条", rule), ("template", "流传的范文", sold)):
            said = page(city.office, "add_essay_source", data={"kind": kind, "title": title, "text": text})
            assert "已加入" in said
        said = page(
            city.officer, "essay", call.pk, data={"text": own_words(1, 120) + rule + own_words(2) + sold}
        )
        assert "引用文件：人民警察法第四条" in said
        assert "范文：流传的范文" in said
        assert said.count(sold[:20]) >= 3  # in the text, beside the source, and the source itself
        looked = queries.look(queries.own(city.officer, at).get(), own_words(1) + rule + sold)
        assert [part.origin.value for part in looked.passages] == ["document", "template"]
        assert looked.weighed.quoted == sum(map(str.isalnum, rule))
        assert "库里已经有这一份" in page(
            city.office, "add_essay_source", data={"kind": "document", "title": "又一份", "text": rule}
        )
        kept = essay_sources.EssaySource.objects.get(kind="template")
        assert "已移出" in page(city.office, "remove_essay_source", kept.pk, data={})
        assert not essay_index.of_library(SourceKind.TEMPLATE).names
        for person in (city.head, city.secretary, city.officer, city.guidance, city.system):
            answer = a_client(person).get(reverse("study:essay_sources"))
            assert answer.status_code in (403, 404)


def test_what_was_there_first_is_not_the_copy_and_ones_own_earlier_essay_is_ones_own(city: City, at):
    first = a_call(city, at)
    mine = handed_in(first, city.mate, STORY + own_words(1), at)
    handed_in(first, city.officer, STORY + own_words(2), at)
    assert not queries.look(mine, queries.text_of(mine)).copied
    stage = city.campaign.stages.order_by("order")[1]
    at += timedelta(days=60)
    call = essays.call_essay(
        campaign=city.campaign,
        stage_id=stage.pk,
        ranks=list(Rank),
        due_on=stage.ends_on,
        by=city.office,
        at=at,
    )
    later = queries.own(city.mate, at).get(call=call)
    found = queries.look(later, STORY + own_words(5))
    assert [part.origin.value for part in found.passages] == ["own"]
    assert not found.copied


def test_the_reader_sees_what_the_author_saw_and_signs_or_returns_with_words(city: City, at):
    call = a_call(city, at)
    handed_in(call, city.mate, STORY + own_words(1), at)
    essay = handed_in(call, city.officer, own_words(2) + STORY, at)
    with clock.stopped_at(at):
        said = page(city.secretary, "essay_review", essay.pk)
        assert "本局另一篇心得" in said
        assert own_words(1)[:9] not in said
        assert "民警乙" not in said
        desk = page(city.secretary, "essay_desk", call.pk)
        assert "民警甲" in desk
        assert "%" not in desk.split("<main")[1].split("</main")[0]
        page(city.secretary, "return_essay", essay.pk, data={"words": " "})
        essay.refresh_from_db()
        assert essay.state == EssayState.SUBMITTED
        said = page(city.secretary, "return_essay", essay.pk, data={"words": "请写您自己的一件事"})
        assert "已退回" in said
        assert "请写您自己的一件事" in page(city.officer, "essay", call.pk)
        essays.hand_in(call_id=call.pk, authorship=Authorship.SELF, by=city.officer, at=at)
        assert "已阅" in page(city.secretary, "sign_essay", essay.pk, data={})
        assert "书记" in page(city.officer, "essay", call.pk)
    with pytest.raises(CannotSignEssay, match="已经签过"):
        essays.sign_read(essay_id=essay.pk, by=city.secretary, at=at)
    with pytest.raises(CannotHandIn, match="已阅的"):
        essays.take_back(call_id=call.pk, by=city.officer, at=at)
    for person in (city.mate, city.outsider, city.office, city.inspector, city.guidance, city.system):
        with pytest.raises((Missing, Forbidden)):
            essays.send_back(essay_id=essay.pk, words="不行", by=person, at=at)


def test_whoever_is_on_duty_or_on_leave_today_is_not_chased(city: City, at):
    call = a_call(city, at)
    a_duty(city.mate, at.date(), kind=DutyKind.LEAVE)
    with clock.stopped_at(at):
        said = page(city.secretary, "essay_desk", call.pk)
    assert "民警甲" in said
    assert "民警乙" not in said
    assert "另有1人今天值班、休假或者外出，不催" in said
    switch_on(unit=city.ours, reason="安保", from_on=at.date(), to_on=at.date(), by=city.office, at=at)
    with clock.stopped_at(at):
        assert "民警甲" not in page(city.secretary, "essay_desk", call.pk)


def test_drafts_go_when_the_stage_ends_and_everything_but_counts_when_the_campaign_does(
    city: City, at, django_capture_on_commit_callbacks
):
    call = a_call(city, at)
    essays.keep_draft(call_id=call.pk, text=STORY, by=city.officer, at=at)
    handed_in(call, city.mate, STORY + own_words(1), at)
    last = queries.closes_on(call)
    tended(at.replace(month=last.month, day=last.day))
    assert EssayDraft.objects.count() == 1
    after = at.replace(month=last.month, day=last.day) + timedelta(days=1)
    tended(after)
    assert EssayDraft.objects.count() == 0
    with pytest.raises(CannotKeepDraft, match="已经结束"):
        essays.keep_draft(call_id=call.pk, text=STORY, by=city.officer, at=after)
    with clock.stopped_at(after):
        assert "没有提交的草稿已经删除" in page(city.officer, "essay", call.pk)
    city.campaign.stages.update(state="closed", closed_at=after, closed_by=city.office)
    city.campaign.ended_at, city.campaign.ended_by = after, city.office
    city.campaign.save()
    place = essay_index.folder(f"essays-{city.campaign.pk}")
    essay_index.of_essays(city.campaign.pk)
    assert place.exists()
    with django_capture_on_commit_callbacks() as afterwards:
        tended(after)
    for act in afterwards:
        if (
            act.__module__ == "qingyuan.study.rules.essays"
        ):  # not the record's own: its log ends with this test
            act()
    assert not place.exists()
    assert not Essay.objects.exists()
    assert sum(EssayCount.objects.values_list("submitted", flat=True)) == 1
    assert Entry.objects.filter(act="study.let_essays_go").count() == 1
    tended(after)
    assert Entry.objects.filter(act="study.let_essays_go").count() == 1


def test_figures_are_of_groups_after_the_day_leaders_first_and_never_of_fewer_than_five(city: City, at):
    big = a_unit(city.root, name="交警支队")
    people = [a_person(big, name=f"交警{n}") for n in range(7)]
    city.campaign.refresh_from_db()
    call = a_call(city, at)
    story = own_words(7, 260)
    source = story + own_words(1, 100)
    handed_in(call, people[0], source, at)
    for n, person in enumerate(people[1:6]):
        text = story + own_words(50 + n, 100) if n < 2 else own_words(50 + n)
        handed_in(call, person, text, at, Authorship.HELPED if n == 4 else Authorship.SELF)
    handed_in(call, city.officer, own_words(90), at)
    tended(at)
    shown = {
        line.unit.name if line.unit else "": line.cell for line in queries.figures(city.office, call, at)[1]
    }
    with clock.stopped_at(at):
        said = page(city.office, "essay_figures", call.pk)
        assert "过后，才显示" in said
        assert "四成以上" not in said.split("<table")[-1]
    after = at.replace(day=27)
    with clock.stopped_at(after):
        said = page(city.office, "essay_figures", call.pk)
        assert "四成以上与别处相同" in said
        for person in people:
            assert person.name not in said
    assert sum(EssayCount.objects.values_list("much", flat=True)) == 2
    assert not any(cell.submitted < 5 for cell in shown.values())
    with clock.stopped_at(after):
        for person in (city.officer, city.secretary, city.system, city.inspector):
            assert a_client(person).get(reverse("study:essay_figures", args=[call.pk])).status_code == 403


def test_the_pages_ask_the_database_a_fixed_number_of_times(city: City, at, django_assert_max_num_queries):
    call = a_call(city, at)
    for n, person in enumerate((city.mate, city.officer, city.clerk)):
        handed_in(call, person, STORY + own_words(n), at)
    secretary, officer = a_client(city.secretary), a_client(city.officer)
    with clock.stopped_at(at):
        with django_assert_max_num_queries(18):
            secretary.get(reverse("study:essay_desk", args=[call.pk]))
        with django_assert_max_num_queries(22):
            officer.get(reverse("study:essay", args=[call.pk]))
        with django_assert_max_num_queries(14):
            officer.get(reverse("study:essays"))


def test_a_file_stands_in_for_the_text_and_is_refused_in_words_if_it_cannot_be_read(city: City, at):
    call = a_call(city, at)
    with clock.stopped_at(at):
        file = SimpleUploadedFile("心得.txt", (STORY + own_words(3)).encode("gb18030"))
        assert STORY[:20] in page(city.officer, "essay", call.pk, data={"text": "旧", "file": file})
        file = SimpleUploadedFile("心得.docx", b"PK\x03\x04broken")
        said = page(city.officer, "essay", call.pk, data={"text": "", "file": file})
        assert "上传" in said
        assert STORY[:20] not in said  # the page shows what was refused, not what is kept
    assert STORY[:20] in queries.draft_of(queries.own(city.officer, at).get())


def test_a_page_says_that_it_is_being_made_ready_and_shows_the_reader_the_text_meanwhile(city: City, at):
    call = a_call(city, at)
    essay = handed_in(call, city.mate, STORY + own_words(1), at)
    essay_index.folder("compiled").unlink()  # as in a new installation
    with clock.stopped_at(at):
        said = page(city.mate, "essay", call.pk)
        assert "正在准备比对库" in said
        assert "核对结果" not in said
        said = page(city.secretary, "essay_review", essay.pk)
        assert "正在准备比对库" in said
        assert STORY[:20] in said
        jobs.prepare_collections.call(city.campaign.pk)
        assert "核对结果" in page(city.mate, "essay", call.pk)
