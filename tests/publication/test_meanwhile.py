"""What happens meanwhile: others act between reading and signing, files get lost, and ledgers grow large."""

import io
import zipfile
from datetime import date, timedelta

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingyuan.campaign.testing import a_campaign
from qingyuan.kit import clock
from qingyuan.kit.clock import local_day
from qingyuan.matters.api import Matter
from qingyuan.matters.testing import a_matter, at_work, closed, submitted
from qingyuan.publication import policy, queries, rules
from qingyuan.publication.errors import CannotDraft, CannotIssue, CannotRecordOutcome
from qingyuan.publication.kinds import State
from qingyuan.publication.models import Bulletin, Outcome, Weekly
from qingyuan.publication.policy import word_file
from qingyuan.publication.rules import issuing
from qingyuan.publication.testing import a_draft, an_outcome, some_findings

from .test_issuing import codes, edited, issue
from .test_pages import get, post, to, words
from .test_word_file import DOCUMENT, TYPES, packed, refused


@pytest.fixture(autouse=True)
def _at_that_time(at):
    with clock.stopped_at(at):
        yield


@pytest.fixture
def made(city, at):
    some_findings(city.campaign, [city.ours, city.theirs], by=city.office, at=at, count=2)
    return a_draft(city.campaign, by=city.office, at=at)


# -- signing -------------------------------------------------------------------------------------------------


def test_what_is_struck_out_while_the_issuer_waits_for_its_lock_is_not_issued(city, at, made):
    gone = made.items.first().matter_id
    struck = []

    def meanwhile(execute, sql, params, many, context):
        if not struck and 'FROM "matters_matter"' in sql and "bulletinitem" not in sql:
            struck.append(True)
            Matter.objects.filter(pk=gone).update(state="void")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile), pytest.raises(CannotIssue) as refusal:
        issue(made, city.head, at)
    assert struck
    assert codes(refusal) == ["may_not_stand"]


def test_nobody_signs_what_another_has_changed_since_he_looked(city, at, made):
    seen = queries.as_it_stands(made)
    assert seen == queries.as_it_stands(Bulletin.objects.get(pk=made.pk))
    rules.keep_file(bulletin_id=made.pk, content=edited(made, at, add="另加一段。"), by=city.office, at=at)
    with pytest.raises(CannotIssue) as refusal:
        issue(made, city.head, at, seen=seen)
    assert codes(refusal) == ["changed"]
    again = queries.as_it_stands(made)
    an_outcome(made, by=city.office, at=at, matter=made.items.first().matter)
    assert queries.as_it_stands(made) != again
    assert issue(made, city.head, at, seen=queries.as_it_stands(made)).state == State.ISSUED


def test_the_page_carries_what_the_issuer_saw_and_shows_the_latest_when_he_is_late(city, at, made):
    page = get(city.head, "bulletin", made.pk)
    seen = page.context["issue_form"]["seen"].value()
    assert f'name="seen" value="{seen}"' in words(page)
    rules.leave_out(item_id=made.items.first().pk, by=city.office, at=at)
    late = post(city.head, "issue", made.pk, seen=seen)
    assert "又有改动" in words(late)
    assert Bulletin.objects.get().state == State.DRAFT
    fresh = late.context["issue_form"]["seen"].value()
    assert fresh != seen
    assert "发文字号" in words(post(city.head, "issue", made.pk, seen=fresh))
    assert Bulletin.objects.get().state == State.ISSUED


def test_the_weekly_that_another_issued_meanwhile_is_refused_in_words(city, at, monkeypatch):
    period = {"campaign": city.campaign, "unit": city.root, "period_from": local_day(at)}
    period["period_to"] = local_day(at)
    real = issuing.series_of_code

    def waited(*args):
        series = real(*args)  # the other one held the lock until it was through
        if not Weekly.objects.exists():
            Weekly.objects.create(**period, year=2021, serial=1, issued_at=at, issued_by=city.office)
        return series

    monkeypatch.setattr(issuing, "series_of_code", waited)
    with pytest.raises(CannotIssue, match="已经印发"):
        rules.issue_weekly(**period, by=city.head, at=at)


def test_an_outcome_is_locked_after_its_bulletin_as_issuing_does(city, at, made):
    one = an_outcome(made, by=city.office, at=at, decided=False)
    with CaptureQueriesContext(connection) as asked:
        rules.remove_outcome(outcome_id=one.pk, by=city.office, at=at)
    said = [query["sql"] for query in asked.captured_queries]
    bulletin = next(n for n, sql in enumerate(said) if 'FROM "publication_bulletin"' in sql)
    whole = next(n for n, sql in enumerate(said) if 'FROM "publication_outcome"' in sql and "basis" in sql)
    assert bulletin < whole


def test_an_outcome_that_went_out_meanwhile_is_not_touched(city, at, made, monkeypatch):
    matter = made.items.first().matter
    one = rules.record_outcome(
        said=rules.Decision("reminder_talk", 1, local_day(at), "市公安局党委", "条令第二十条"),
        by=city.office, at=at, matter_id=matter.pk,
    )  # fmt: skip

    def meanwhile(execute, sql, params, many, context):
        if 'FROM "publication_outcome"' in sql and "basis" in sql:
            Outcome.objects.filter(pk=one.pk, bulletin=None).update(bulletin=made)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile), pytest.raises(CannotRecordOutcome) as refusal:
        rules.remove_outcome(outcome_id=one.pk, by=city.office, at=at)
    assert codes(refusal) == ["told"]
    assert Outcome.objects.exists()


# -- files -----------------------------------------------------------------------------------------------------


def test_a_file_that_was_lost_from_the_disk_is_said_to_be_missing(city, at, made):
    kept = rules.keep_file(bulletin_id=made.pk, content=edited(made, at), by=city.office, at=at)
    rules.file_path(kept.key).unlink()
    assert get(city.office, "word", made.pk).status_code == 404
    with pytest.raises(CannotIssue, match="重新上传"):
        issue(made, city.head, at)
    rules.remove_file(bulletin_id=made.pk, by=city.office, at=at)
    assert issue(made, city.head, at).state == State.ISSUED


@pytest.mark.parametrize("place", ["header", "footer"])
def test_a_name_in_the_head_or_foot_of_the_page_needs_the_issuers_word_too(city, at, made, place):
    document = docx.Document(io.BytesIO(edited(made, at)))
    getattr(document.sections[0], place).paragraphs[0].text = "对白知秋予以批评"
    out = io.BytesIO()
    document.save(out)
    rules.keep_file(bulletin_id=made.pk, content=out.getvalue(), by=city.office, at=at)
    with pytest.raises(CannotIssue, match="白知秋"):
        issue(made, city.head, at)
    assert issue(made, city.head, at, names_cleared=True).names_cleared


def test_words_in_notes_are_read_and_do_not_count_as_lines_of_the_text():
    note = DOCUMENT % "<w:footnote><w:p><w:r><w:t>脚注里的白知秋</w:t></w:r></w:p></w:footnote>"
    found = word_file.read(packed(**{"word/footnotes.xml": note}))
    assert "脚注里的白知秋" in found.text
    assert found.lines == ("正文",)


def test_a_document_type_hidden_in_another_encoding_is_refused():
    text = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">]>' + (DOCUMENT % "<w:p/>")[21:]
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-8"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", TYPES % word_file._MAIN)
            archive.writestr("word/document.xml", text.encode(encoding))
        assert refused(out.getvalue()) == "broken"


def test_a_word_file_packed_in_a_way_of_its_own_is_refused_in_words():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("[Content_Types].xml", (TYPES % word_file._MAIN) * 9)
        archive.writestr("word/document.xml", DOCUMENT % "<w:p/>")
    broken = bytearray(out.getvalue())
    at = broken.index(b"[Content_Types].xml") + len("[Content_Types].xml") + 9
    broken[at : at + 12] = b"\xff" * 12
    assert refused(bytes(broken)) == "broken"


# -- what is told ------------------------------------------------------------------------------------------------


def test_a_unit_that_asked_for_sign_off_in_time_is_not_told_to_hurry(city, at):
    due = local_day(at) - timedelta(days=1)
    earlier = at - timedelta(days=3)
    plan = {"owner": city.officer, "by": city.office, "at": earlier, "due_on": due}
    (waits,) = some_findings(city.campaign, [city.ours], by=city.office, at=earlier, count=1)
    submitted(at_work(waits, **plan), by=city.officer, at=earlier)
    (late,) = some_findings(city.campaign, [city.theirs], by=city.office, at=earlier, count=1, words="另一处")
    at_work(late, **plan)
    bulletin = a_draft(city.campaign, by=city.office, at=at, first=local_day(earlier))
    made = queries.compose(queries.paper_of(bulletin, at=at))
    demands = [part.text for part in made.document.body if "立即整改" in getattr(part, "text", "")]
    assert len(demands) == 1
    assert "郾川分局" in demands[0]
    assert "源河分局" not in demands[0]


def test_a_ledger_of_very_many_findings_is_not_read_whole_and_is_refused_in_words(city, at, monkeypatch):
    monkeypatch.setattr(policy, "ITEMS_AT_MOST", 3)
    some_findings(city.campaign, [city.ours, city.theirs], by=city.office, at=at, count=6)
    on = local_day(at)
    found = queries.preview(queries.Choice(city.campaign, city.root, on, on), city.office, at=at)
    assert found.too_many
    assert len(found.matters) == 4
    with pytest.raises(CannotDraft, match="超过 3 个"):
        a_draft(city.campaign, by=city.office, at=at)
    assert "一期通报写不下" in words(get(city.office, "bulletins"))
    chosen = {"unit": city.root.pk, "period_from": on, "period_to": on, "kinds": ["finding"]}
    assert "一期通报写不下" in words(get(city.office, "draft", **chosen))
    made = rules.draft_bulletin(
        campaign=city.campaign, unit=city.root, units=[city.ours], period_from=on, period_to=on,
        by=city.office, at=at,
    )  # fmt: skip
    assert made.items.count() == 3


def test_the_code_of_the_weekly_figures_is_no_code_of_a_bulletin(city, at, made):
    with pytest.raises(CannotDraft) as refusal:
        rules.change_bulletin(
            bulletin_id=made.pk,
            words=rules.Wording(code="周报", title="关于某事的通报"),
            by=city.office,
            at=at,
        )
    assert codes(refusal) == ["no_code"]


# -- the weekly figures ------------------------------------------------------------------------------------------


def test_the_questions_of_the_weekly_do_not_get_longer_with_the_matters(city, at):
    def reopened(n):
        matter = a_matter(
            campaign=city.campaign, unit=city.ours, by=city.office, at=at, statement=f"值班记录漏填第{n}处"
        )
        plan = {"owner": city.officer, "by": city.office, "at": at, "due_on": date(2021, 4, 1)}
        done = closed(submitted(at_work(matter, **plan), by=city.officer, at=at), by=city.discipline, at=at)
        from qingyuan.matters.api import rules as spine

        spine.reopen_matter(matter_id=done.pk, reason="反弹", by=city.discipline, at=at)

    def asked():
        with CaptureQueriesContext(connection) as questions:
            found = queries.weekly(
                city.office, city.campaign, city.root, queries.week_until(local_day(at)), at=at
            )
        return found.get("problems_reopened_in").numerator, sum(len(q["sql"]) for q in questions)

    reopened(1)
    (one, length), _ = asked(), [reopened(n) for n in range(2, 6)]
    assert (one, asked()) == (1, (5, length))


def test_of_two_campaigns_the_one_on_the_page_is_the_one_in_the_file_and_in_the_record(city, at):
    older = a_campaign(city.root, name="前一次整顿", starts_on=date(2020, 3, 1))
    assert city.campaign != older
    for campaign in (city.campaign, older):
        page = words(get(city.office, "weekly", campaign=campaign.pk))
        assert f"?campaign={campaign.pk}&amp;unit=" in page
        assert f'action="{to("issue_weekly")}?campaign={campaign.pk}"' in page
    from qingyuan.org.testing import a_client

    on = local_day(at).isoformat()
    data = {"unit": city.root.pk, "first": on, "last": on}
    answer = a_client(city.office).post(f"{to('issue_weekly')}?campaign={older.pk}", data)
    assert Weekly.objects.get().campaign == older
    assert f"campaign={older.pk}" in answer.url
