"""A form that doubts comes back once with two ways on, and never blocks."""

import re
from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from qingyuan.kit.doubts import Doubt, Doubting

BAD, GOOD = date(2021, 4, 16), date(2021, 4, 19)


class DayForm(Doubting):
    owner = forms.CharField()
    due_on = forms.DateField()


def ask(owner, days):
    """Anna has no time on the one day; nobody else has anything against any."""
    if owner == "anna" and days.get("due_on") == BAD:
        yield Doubt("due_on", "anna 2021-04-16", "<b>that day</b>", "keep it", "take the 19th", GOOD)


def sent(**said) -> DayForm:
    query = QueryDict(mutable=True)
    query.update({"owner": "anna", "due_on": BAD.isoformat(), **said})
    return DayForm(query, ask=ask)


def drawn(form: forms.Form) -> str:
    return Template("{% nonfield form %}{% field form.due_on %}").render(Context({"form": form}))


def test_what_is_doubted_comes_back_without_an_error_and_with_two_ways_on():
    form = sent()
    assert not form.is_valid()
    assert form.errors == {}
    text = drawn(form)
    assert re.findall(r'type="radio"[^>]*name="doubt_due_on" value="([^"]+)"', text) == [
        "take anna 2021-04-16",
        "keep anna 2021-04-16",
    ]
    assert "&lt;b&gt;that day" in text
    assert "checked" not in text


@pytest.mark.parametrize(("answer", "day"), [("keep", BAD), ("take", GOOD)])
def test_an_answer_is_followed(answer, day):
    form = sent(doubt_due_on=f"{answer} anna 2021-04-16")
    assert form.is_valid()
    assert form.cleaned_data["due_on"] == day
    text = drawn(form)
    assert f'value="{day.isoformat()}"' in text
    assert ('type="hidden" name="doubt_due_on"' in text) is (answer == "keep")


@pytest.mark.parametrize("answer", ["", "keep", "keep anna 2021-04-17", "keep bert 2021-04-16", "take all"])
def test_an_answer_to_something_else_leaves_the_doubt(answer):
    assert not sent(doubt_due_on=answer).is_valid()


def test_nothing_is_doubted_of_others_of_other_days_or_of_what_is_no_day():
    assert sent(owner="bert").is_valid()
    assert sent(due_on=GOOD.isoformat()).is_valid()
    wrong = sent(due_on="soon")
    assert not wrong.is_valid()
    assert set(wrong.errors) == {"due_on"}
    assert wrong.doubts == []
    assert not DayForm().is_valid()


def test_without_a_proposal_there_is_one_way_on():
    def only_keep(owner, _days):
        return [Doubt("due_on", f"{owner} x", "no free day", "keep it")]

    form = DayForm({"owner": "anna", "due_on": "2021-04-16"}, ask=only_keep)
    assert not form.is_valid()
    assert drawn(form).count('type="radio"') == 1
    assert not DayForm({**form.data, "doubt_due_on": "take anna x"}, ask=only_keep).is_valid()
    assert DayForm({**form.data, "doubt_due_on": "keep anna x"}, ask=only_keep).is_valid()
