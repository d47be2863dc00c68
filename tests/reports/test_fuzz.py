"""The forms for reporters under random and mutated requests; ``make fuzz`` throws 50,000."""

from datetime import datetime

import pytest
from django.db import connection
from tools.fuzz_forms import run

THE_REST = 300  # what hangs on the database, and not on the forms


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore")
def test_no_form_brings_a_traceback_loses_a_report_or_adds_a_reader(at: datetime) -> None:
    rounds = 2000 if connection.vendor == "sqlite" else THE_REST
    outcomes = run(rounds, 7, at)
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
