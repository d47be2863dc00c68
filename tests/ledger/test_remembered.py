"""What a unit remembers of its lists: seen by the unit, forgotten by it, asked about again."""

import pytest
from django.urls import reverse

from qingyuan.kit.errors import Missing
from qingyuan.ledger.models import HeaderMemory, NameMemory
from qingyuan.ledger.queries.checked import home_of, memory_of
from qingyuan.ledger.rules.remembering import forget_header, forget_name
from qingyuan.trail.api import acts_on
from tests.ledger.conftest import AT, City

PAGE = "ledger:remembered"


def settled(person, *, at=AT, header="sha256:1", text="刑侦"):
    """A header and a text that the person's unit has settled."""
    said = {"unit": home_of(person, at), "by": person, "at": at}
    columns = {"unit": "承办单位", "statement": "存在问题"}
    return (
        HeaderMemory.objects.create(signature=header, columns=columns, **said),
        NameMemory.objects.create(field="unit", text=text, code=said["unit"].code, **said),
    )


def test_the_page_says_which_field_stood_in_which_column_and_what_a_text_meant(city: City, as_) -> None:
    _header, word = settled(city.clerk)
    page = as_(city.clerk).get(reverse(PAGE)).content.decode()
    for said in ("责任单位 ← <strong>承办单位</strong>", "<strong>存在问题</strong>", "刑侦", str(word.unit)):
        assert said in page


def test_what_is_forgotten_is_asked_about_again_and_stands_in_the_record(city: City, as_) -> None:
    header, word = settled(city.clerk)
    client = as_(city.clerk)
    assert client.post(reverse("ledger:forget_columns", args=[header.pk])).status_code == 302
    assert client.post(reverse("ledger:forget_word", args=[word.pk])).status_code == 302
    assert memory_of(city.clerk, AT).headers == {}
    assert memory_of(city.clerk, AT).names == {}
    done = {entry.act for entry in acts_on(f"unit:{word.unit.code}")}
    assert {"ledger.forget_header", "ledger.forget_name"} <= done
    assert "还没有记住什么" in client.get(reverse(PAGE)).content.decode()


def test_another_unit_neither_sees_nor_forgets_it(city: City, as_) -> None:
    header, word = settled(city.clerk)
    stranger = city.stranger
    assert home_of(stranger, AT) != header.unit
    page = as_(stranger).get(reverse(PAGE))
    assert page.status_code != 200 or "承办单位" not in page.content.decode()
    for rule, pk in ((forget_header, header.pk), (forget_name, word.pk)):
        with pytest.raises(Missing):
            rule(memory_id=pk, by=stranger, at=AT)
    assert HeaderMemory.objects.filter(pk=header.pk).exists()


def test_nothing_is_forgotten_by_looking(city: City, as_) -> None:
    header, _word = settled(city.clerk)
    assert as_(city.clerk).get(reverse("ledger:forget_columns", args=[header.pk])).status_code == 405
