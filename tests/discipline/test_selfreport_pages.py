"""Pages of self-examination: for the officer, his leader, the office and the desk; and nothing for anybody else."""

import json
from base64 import b64encode
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingyuan.discipline.kinds import Followed, Said
from qingyuan.discipline.models import SelfReport
from qingyuan.discipline.queries import selfreport as queries
from qingyuan.discipline.rules import selfhandling
from qingyuan.discipline.rules import selfreport as rules
from qingyuan.engines import envelope
from qingyuan.kit import clock
from qingyuan.org.testing import a_client, a_person
from qingyuan.trail.api import still_there
from tests.discipline.windows import SECRET, a_policy, a_window, desks, leads_first, read, sealed_for


@pytest.fixture(autouse=True)
def _at_that_time(at):
    with clock.stopped_at(at):
        yield


@pytest.fixture
def seats(city, at):
    return desks(city, at)


@pytest.fixture
def window(city, at, seats):
    a_policy(city.root, city.handler, at)
    found = a_window(city.campaign, city.root, city.office, at)
    leads_first(found, city.head, at)
    return found


@pytest.fixture
def told(city, at, window):
    read(window, city.officer, at)
    sealed, _key = sealed_for(city.officer, at)
    return rules.tell(window_id=window.pk, sealed=sealed, by=city.officer, at=at)


def to(name, *args):
    return reverse(f"discipline:{name}", args=args)


def get(by, name, *args):
    return a_client(by).get(to(name, *args))


def post(by, name, *args, **data):
    return a_client(by).post(to(name, *args), data, follow=True)


def words(answer):
    return answer.content.decode()


def test_the_policy_stands_first_and_the_list_only_after_it_was_read(city, window):
    page = words(get(city.officer, "window", window.pk))
    assert "主动交代的，可以从轻或者减轻" in page
    assert "收受管理服务对象礼品礼金" not in page
    page = words(post(city.officer, "read_policy", window.policy_id, window=window.pk))
    assert "收受管理服务对象礼品礼金" in page
    assert "查到会议过多，四月底前压减一半" in page
    assert "没有需要说明的" in page


def test_before_the_leaders_answered_the_page_says_whom_one_waits_for(city, at, seats):
    a_policy(city.root, city.handler, at)
    window = a_window(city.campaign, city.root, city.office, at)
    assert "还有 1 位领导没有作答" in words(get(city.officer, "selfexam"))
    read(window, city.officer, at)
    page = words(get(city.officer, "window", window.pk))
    assert "领导先行：还有领导没有作答" in page
    assert "收受管理服务对象礼品礼金" not in page
    answer = post(city.officer, "answer_nil", window.pk)
    assert "领导先行：还有领导没有作答" in words(answer)
    assert not SelfReport.objects.filter(person=city.officer).exists()


def test_a_leader_speaks_and_then_answers(city, at, seats):
    a_policy(city.root, city.handler, at)
    window = a_window(city.campaign, city.root, city.office, at)
    post(city.head, "read_policy", window.policy_id, window=window.pk)
    assert "公开检视和承诺" in words(get(city.head, "window", window.pk))
    assert "请用一两句话写明" in words(post(city.head, "speak_first", window.pk, words="无"))
    post(city.head, "speak_first", window.pk, words="查到台账重复填报，五月底前取消两张表。")
    post(city.head, "answer_nil", window.pk)
    assert "五月底前取消两张表" in words(get(city.officer, "window", window.pk))
    assert "五月底前取消两张表" in words(get(city.office, "window_figures", window.pk))


def test_nil_is_one_tap_and_the_receipt_can_be_checked(city, at, window):
    read(window, city.officer, at)
    page = words(post(city.officer, "answer_nil", window.pk))
    made = SelfReport.objects.get(person=city.officer)
    assert made.public_id in page
    assert bytes(made.digest).hex() in page
    assert "2021-03-19 10:00" in page
    proof = b"".join(get(city.officer, "receipt_proof", made.public_id))
    assert still_there(proof).standing == "present"
    SelfReport.objects.filter(pk=made.pk).update(at=at - timedelta(days=3))
    assert still_there(proof).standing == "changed"
    SelfReport.objects.filter(pk=made.pk).delete()
    assert still_there(proof).standing == "gone"


def test_without_script_the_page_says_so_before_and_the_server_seals(city, at, window):
    read(window, city.officer, at)
    page = words(get(city.officer, "window", window.pk))
    assert "由服务器收到后立即加密" in page
    assert '"weak_pass": "' in page, "the words of the scripts are on the page"
    answer = post(city.officer, "window", window.pk, **{"item-1": SECRET, "text": ""})
    assert "回执" in words(answer)
    made = SelfReport.objects.get(person=city.officer)
    assert made.plain
    assert made.said == Said.TOLD


def test_an_empty_form_is_refused_in_words(city, at, window):
    read(window, city.officer, at)
    assert "请先填写内容" in words(post(city.officer, "window", window.pk, text=" "))


def sent(person, at):
    sealed, _key = sealed_for(person, at)
    return {
        "recipient": sealed.recipient,
        "body": b64encode(sealed.body).decode(),
        "slots": json.dumps({key: b64encode(slot).decode() for key, slot in sealed.slots.items()}),
        "own": "",
    }


def test_what_a_script_sends_is_taken_or_refused_with_every_reason(city, at, window):
    read(window, city.officer, at)
    client = a_client(city.officer)
    for wrong in ({"slots": "["}, {"slots": '{"a": 1}'}, {"body": "*"}, {"slots": "{}"}, {"own": "YQ=="}):
        answer = client.post(to("window", window.pk), {**sent(city.officer, at), **wrong})
        assert answer.status_code == 422, wrong
        assert answer.json()["reasons"]
    answer = client.post(to("window", window.pk), sent(city.officer, at))
    assert answer.json()["url"].startswith("/discipline/self/receipts/")
    answer = client.post(to("tell"), sent(city.officer, at))
    assert answer.json()["ok"], "telling again needs no window"


def test_a_draft_comes_back_as_it_was_sealed_and_to_nobody_else(city, at, window):
    sealed = envelope.seal_pass("{}" + " " * 4094, "一句口令 很长很长", work_factor=4)
    client = a_client(city.officer)
    assert client.post(to("draft", window.pk), {"sealed": b64encode(sealed).decode()}).json()["ok"]
    assert client.get(to("draft", window.pk)).content == sealed
    for person in (city.head, city.handler, city.constable):
        assert get(person, "draft", window.pk).status_code == 404
    post(city.officer, "drop_draft", window.pk)
    assert client.get(to("draft", window.pk)).status_code == 404


def test_the_head_the_office_and_the_administrators_find_nothing_of_it(city, told, window):
    outside = [
        city.head,
        city.clerk,
        city.office,
        city.constable,
        city.system,
        city.security,
        city.audit,
        city.guidance,
    ]
    addresses = [
        "/", to("told"), to("told_one", told.pk), to("windows"), to("window_figures", window.pk), to("selfexam"),
        to("receipt", told.public_id), to("receipt_proof", told.public_id), to("own_sealed", told.public_id, "body"),
        "/record/", f"/record/?subject=selfreport:{told.public_id}", "/record/?act=discipline.self_report",
    ]  # fmt: skip
    for person in outside:
        client = a_client(person)
        for address in addresses:
            answer = client.get(address)
            if told.public_id in address and not address.startswith("/record/"):
                assert answer.status_code in (403, 404), (person, address)
            else:
                found = words(answer).replace(f"selfreport:{told.public_id}", "")
                assert told.public_id not in found, (person, address)
                assert "discipline.self_report</" not in found, (person, address)
        assert client.post(to("told_open", told.pk)).status_code in (403, 404)
    assert get(city.officer, "receipt", told.public_id).status_code == 200


def test_the_desk_opens_notes_and_the_person_is_told(city, told):
    assert told.public_id in words(get(city.handler, "told"))
    assert "请先打开内容" in words(post(city.handler, "told_note", told.pk))
    answer = a_client(city.handler).post(to("told_open", told.pk)).json()
    assert len(answer["slots"]) == 1
    post(city.handler, "told_note", told.pk)
    told.refresh_from_db()
    assert told.followed == Followed.NOTED
    assert "已阅存" in words(get(city.officer, "receipt", told.public_id))


def test_the_desk_makes_it_a_lead(city, told):
    a_client(city.handler).post(to("told_open", told.pk))
    assert "转为线索" in words(get(city.handler, "told_take_up", told.pk))
    post(city.handler, "told_take_up", told.pk, unit=city.root.pk, statement="本人说明收受礼品")
    told.refresh_from_db()
    assert told.lead.matter.statement == "本人说明收受礼品"
    assert "转为线索办理" in words(get(city.officer, "receipt", told.public_id))


def test_wrong_methods_and_what_is_not_there(city, window):
    assert a_client(city.officer).get(to("answer_nil", window.pk)).status_code == 405
    assert get(city.officer, "window", 999).status_code == 404
    assert get(city.officer, "receipt", "NOTHING000").status_code == 404
    assert get(city.handler, "told_one", 999).status_code == 404
    assert get(city.officer, "windows").status_code == 403
    assert get(city.system, "selfexam").status_code == 403


def test_a_window_and_a_policy_are_set_up_on_pages(city, at, seats):
    assert "请先发布政策原文" in words(
        post(
            city.office, "hold_window", unit=city.root.pk, title="对照自查", opens_on="2021-03-19",
            closes_on="2021-04-30", items="收受礼品｜纪律条令第二十条",
        )
    )  # fmt: skip
    said = {
        "unit": city.root.pk, "title": "政策", "words": "原文", "basis": "第十一条", "answer_days": 10,
        "adviser": "000",
    }  # fmt: skip
    assert "已发布" in words(post(city.handler, "publish_policy", **said))
    form = {
        "unit": city.root.pk, "title": "对照自查", "opens_on": "2021-03-19", "closes_on": "2021-04-30",
        "items": "收受礼品｜纪律条令第二十条\n违规过问 | 三个规定",
    }  # fmt: skip
    assert "窗口已开设" in words(post(city.office, "hold_window", **form))
    assert "局长" in words(get(city.office, "window_figures", queries.Window.objects.get().pk))
    assert get(city.clerk, "hold_window").status_code == 403


def test_the_first_page_shows_what_waits(city, at, window):
    read(window, city.officer, at)
    assert "对照自查</span>" in words(a_client(city.officer).get("/"))


def test_the_number_of_queries_does_not_grow(city, at, window, seats):
    def counted(by, name, *args):
        client = a_client(by)
        client.get(to(name, *args))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(to(name, *args)).status_code == 200
        return len(asked)

    def told_by(n):
        for _one in range(n):
            person = a_person(city.ours, name="民警")
            read(window, person, at)
            selfhandling.tell_plain(window_id=window.pk, words={"text": SECRET}, by=person, at=at)

    told_by(1)
    names = (("told",), ("window_figures", window.pk))
    before = [counted(city.handler, *one) for one in names] + [counted(city.officer, "selfexam")]
    told_by(6)
    after = [counted(city.handler, *one) for one in names] + [counted(city.officer, "selfexam")]
    assert before == after
    assert max(after) <= 40, after
