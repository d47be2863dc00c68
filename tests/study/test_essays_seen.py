"""Who may see what of essays, over situations that Hypothesis makes up: the page and the policy say the same."""

import json

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingyuan.kit import clock
from qingyuan.org.kinds import Rank, Role
from qingyuan.org.models import Person
from qingyuan.org.testing import a_client, a_person, holds
from qingyuan.site.command import main
from qingyuan.study.kinds import Authorship, EssayState
from qingyuan.study.models import Essay, EssaySource
from qingyuan.study.policy import essays as policy
from qingyuan.study.queries import essays as queries
from qingyuan.study.rules import essays
from tests.study.conftest import AT, City, everybody
from tests.study.essays import STORY, a_call, handed_in, own_words


def a_reader(person: Person) -> policy.Reader:
    held = person.holdings.filter(role=Role.UNIT_HEAD).select_related("unit")
    branches = person.branch.__class__.objects.filter(secretary=person) if person.branch else []
    return policy.Reader(person.pk, tuple(one.unit.path for one in held), tuple(one.pk for one in branches))


PLACES = st.sampled_from(["root", "ours", "station", "theirs"])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.tuples(PLACES, st.sampled_from(Rank), st.booleans()), min_size=1, max_size=3),
    heads=st.lists(st.tuples(PLACES, st.integers(0, 8)), max_size=2),
)
def test_who_reads_an_essay_is_the_same_in_the_policy_and_in_the_database(city: City, people, heads):
    with transaction.atomic():
        made = [
            a_person(getattr(city, place), rank=rank, branch=city.branch if member else None)
            for place, rank, member in people
        ]
        everyone = [*everybody(city), *made]
        for place, n in heads:
            one = everyone[n % len(everyone)]
            if not one.holdings.filter(role=Role.UNIT_HEAD, unit=getattr(city, place)).exists():
                holds(one, Role.UNIT_HEAD, getattr(city, place))
        call = a_call(city, AT)
        rows = list(Essay.objects.filter(call=call).select_related("person", "unit"))
        for reader in everyone:
            reader.__dict__.pop("_standings", None)
            seen = set(queries.to_review(reader, AT).values_list("pk", flat=True))
            told = a_reader(reader)
            may = {
                row.pk
                for row in rows
                if policy.may_read(
                    told,
                    policy.Written(
                        row.person_id, row.unit.path, row.rank == Rank.LEADER, row.person.branch_id
                    ),
                )
            }
            assert seen == may, reader.name
        transaction.set_rollback(True)


@pytest.fixture
def written(city: City):
    """A colleague's essay and one that copies it, both handed in, and a third that is a draft."""
    call = a_call(city, AT)
    handed_in(call, city.mate, STORY + own_words(1), AT)
    essay = handed_in(call, city.officer, own_words(2) + STORY, AT)
    essays.keep_draft(call_id=call.pk, text=own_words(3) + STORY, by=city.clerk, at=AT)
    return call, essay


def test_an_essay_is_seen_by_its_author_and_its_readers_and_a_draft_by_its_author_alone(city: City, written):
    call, essay = written
    readers = {city.secretary.pk, city.head.pk, city.chief.pk}
    draft = own_words(3)[:20]
    pages = [reverse("study:essay_review", args=[essay.pk])]
    pages += [reverse(f"study:{name}", args=[call.pk]) for name in ("essay", "essay_desk", "essay_figures")]
    pages += [
        reverse("study:essays"),
        reverse("study:essay_sources"),
        reverse("ledger:list") + "?q=" + own_words(2)[:4],
    ]
    with clock.stopped_at(AT):
        for person in everybody(city):
            client = a_client(person)
            said = [client.get(page, follow=True).content.decode() for page in pages]
            assert (own_words(2)[:20] in said[0]) == (person.pk in readers), person.name
            assert any(own_words(2)[:20] in one for one in said) == (
                person.pk in {*readers, city.officer.pk}
            ), person.name
            assert any(draft in one for one in said) == (person == city.clerk), person.name


def test_a_colleagues_name_number_or_context_is_in_no_answer_to_the_author(city: City, written):
    call, _essay = written
    others = [city.mate, city.clerk, city.secretary]
    context = own_words(1)
    with clock.stopped_at(AT):
        client = a_client(city.officer)
        answers = [
            client.get(reverse("study:essay", args=[call.pk])),
            client.post(reverse("study:take_essay_back", args=[call.pk]), follow=True),
            client.post(
                reverse("study:essay", args=[call.pk]), {"text": STORY + context[:12] + own_words(9)}
            ),
            client.get(reverse("study:essay", args=[call.pk])),
            client.post(reverse("study:hand_in_essay", args=[call.pk]), {"authorship": "self"}, follow=True),
            client.get(reverse("study:essays")),
        ]
    assert {answer.headers["Cache-Control"] for answer in (answers[0], answers[3])} == {"no-store"}
    for answer in answers:
        said = answer.content.decode()
        assert not [one.name for one in others if one.name in said]
        assert not [one.police_no for one in others if one.police_no in said]
        assert context[20:40] not in said
    assert "本局另一篇心得" in answers[3].content.decode()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(20, 90), st.integers(0, 40)), min_size=1, max_size=4)
)
def test_of_another_essay_nothing_is_told_but_the_run_that_is_shared(city: City, taken):
    with transaction.atomic():
        call = a_call(city, AT)
        theirs = {
            person.pk: own_words(100 + n)
            for n, person in enumerate((city.mate, city.clerk, city.secretary, city.stranger, city.outsider))
        }
        people = {one.pk: one for one in everybody(city)}
        for pk, text in theirs.items():
            handed_in(call, people[pk], text, AT)
        texts = list(theirs.values())
        mine = own_words(7) + "。".join(texts[n % len(texts)][at : at + size] for n, size, at in taken)
        essay = queries.own(city.officer, AT).get(call=call)
        looked = queries.look(essay, mine)
        assert "".join(part.text for part in looked.parts) == mine
        assert not [part for part in looked.parts if part.source or part.title]
        transaction.set_rollback(True)


def test_administrators_who_look_at_the_tables_read_no_essay_there(city: City, written):
    _call, essay = written
    for row in Essay.objects.exclude(text=None):
        assert STORY[:6].encode() not in bytes(row.text)
    with pytest.raises(ValueError, match="another"):
        queries.unsealed(Essay.objects.get(pk=essay.pk).text, essay=essay.pk + 1)
    assert essay.authorship == Authorship.SELF
    assert essay.state == EssayState.SUBMITTED


def test_the_command_fills_the_library_or_says_of_each_file_why_not(city: City, tmp_path, capsys):
    good, bad = tmp_path / "范文一.txt", tmp_path / "空.txt"
    good.write_text(own_words(1), encoding="gb18030")
    bad.write_text("。。")
    for files in ([good, bad], [good, tmp_path / "没有.txt"]):
        words = ["study", "templates", "add", *map(str, files), "--by", city.office.police_no, "--json"]
        assert main(words) == 2
        assert not EssaySource.objects.exists()
    assert "没有文字" in capsys.readouterr().err
    assert main(["study", "templates", "add", str(good), "--by", city.office.police_no, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"added": 1}
    assert EssaySource.objects.get().title == "范文一"
    assert main(["study", "documents", "add", str(good), "--by", city.head.police_no]) == 2
    assert main(["study", "documents", "add", str(good), "--by", "nobody"]) == 2
    assert main(["study", "count-essays", "--json"]) == 0
