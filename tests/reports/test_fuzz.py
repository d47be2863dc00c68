"""The forms for reporters under random and mutated requests; ``make fuzz`` throws 50,000, and 2,000 on every check."""

from datetime import datetime

import pytest
from tools.fuzz_forms import run

ROUNDS = 500


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore")
def test_no_form_brings_a_traceback_loses_a_report_or_adds_a_reader(at: datetime) -> None:
    outcomes = run(ROUNDS, 7, at)
    for must_happen in (
        "send: 200",
        "send: 422",
        "say: 200",
        "attach: 200",
        "name: 200",
        "find: 200",
        "new: 200",
    ):
        assert outcomes[must_happen] > 0, must_happen
