"""Every address, every method, every role, own and foreign: what is answered is what the table says."""

import csv
from functools import cache

import pytest
from django.db import connection

from tests.authorisation.addresses import routes
from tests.authorisation.asking import SOUND, Asker, read
from tests.authorisation.leaks import marks, may_not_read, searches
from tests.authorisation.people import ADMINISTRATORS, AT_OURS, NOBODY, ROLES
from tests.authorisation.write import TABLE

pytestmark = pytest.mark.django_db

Answers = dict[tuple[str, str, str], dict[str, str]]


@cache
def table() -> Answers:
    """(name, method, object) -> role -> answer."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    found = {(line.pop("name"), line.pop("method"), line.pop("object")): line for line in lines}
    assert len(found) == len(lines), "a line stands twice in the table"
    return found


# -- the table is whole ----------------------------------------------------------------------------------------


def test_every_address_of_the_product_stands_in_the_table():
    missing = {route.name for route in routes()} - {name for name, _method, _object in table()}
    assert not missing, (
        f"decide who may open these, then python -m tests.authorisation.write: {sorted(missing)}"
    )


def test_the_table_names_no_address_that_is_gone():
    gone = {name for name, _method, _object in table()} - {route.name for route in routes()}
    assert not gone


def test_it_is_said_what_every_address_takes(asker):
    assert asker.untold == []


def test_every_question_stands_in_the_table_and_no_other(asker):
    assert set(asker.rows()) == set(table())


# -- and it is true --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_the_one_in_the_table_and_no_page_tells_what_the_role_may_not_know(
    role: str, asker: Asker
):
    """Everybody, at every address, on SQLite; on PostgreSQL of those whom it would answer by the same SQL one."""
    wrong, leaks = [], []
    at_the_door: dict[tuple[str, str], str] = {}  # turned away before anything of an object was looked at
    for row, expected in table().items():
        if row[0] not in asker.addresses:
            continue
        door = None if asker.hangs_on_a_query(role, row) else row[:2]
        if connection.vendor != "sqlite" and role not in asker.asked_on_a_server(row, expected):
            continue
        if door in at_the_door:
            answer, found = at_the_door[door], set()
        else:
            answer, response = asker.ask(role, row)
            found = marks(response) & may_not_read(role, row[0])
        if door:
            at_the_door[door] = answer
        if answer != expected[role]:
            wrong.append(f"{' '.join(row)}: {answer}, not {expected[role]}")
        if found:
            leaks.append(f"{' '.join(row)}: {sorted(found)}")
    assert not wrong
    assert not leaks


def test_a_server_is_asked_for_every_answer_that_hangs_on_a_query_and_everybody_is_asked(asker: Asker):
    everybody = set()
    for row, answers in table().items():
        chosen = asker.asked_on_a_server(row, answers)
        hanging = {role for role in ROLES if asker.hangs_on_a_query(role, row)}
        assert chosen <= hanging, row
        assert {answers[role] for role in chosen} == {answers[role] for role in hanging}, row
        everybody |= chosen
    assert everybody == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_no_search_and_no_address_written_by_hand_tells_what_the_role_may_not_know(role: str, asker: Asker):
    forbidden = may_not_read(role)
    leaks = []
    for address in searches(asker.world):
        answer, response = asker.visit(role, address)
        assert not answer.startswith("5"), address
        if found := marks(response) & forbidden:
            leaks.append(f"{address}: {answer} {sorted(found)}")
    assert not leaks


def test_the_marks_are_there_to_be_found(asker):
    """So that the two tests above can fail: who may read them does find them."""
    found = {
        role: marks(asker.visit(role, "/ledger/?state=all")[1])
        for role in ("office_city", "clerk", "stranger")
    }
    assert found["clerk"] >= {"QQOWN", "QQUNO", "QQHID"}
    assert found["office_city"] >= {"QQOWN", "QQFOR", "QQHID", "QQSEC"}
    assert "QQFOR" in found["stranger"]
    assert "QQOWN" in marks(asker.visit("clerk", "/ledger/export/?state=all")[1])
    issued = asker.world.of["issued"]["own"]
    assert "QQOWN" in marks(asker.visit("clerk", f"/publication/{issued}/pdf/")[1])
    assert "QQOWN" in marks(asker.visit("clerk", f"/publication/{issued}/word/")[1])


# -- what the table must never say, whoever writes it anew ---------------------------------------------------------

PUBLIC = {
    *(
        f"reports:{name}"
        for name in (
            *("scope", "new", "units", "route", "send", "proof", "back", "find"),
            *("back_envelope", "say", "attach", "rate", "give_name", "ask_review"),
        )
    ),
    *(
        "portal:checkpoint",
        "portal:checkpoint_witnessed",
        "portal:checkpoint_key",
        "portal:tile",
        "portal:held",
    ),
    *("portal:cosignature", "portal:check", "portal:secure", "portal:authority"),
    "kit:language",
    "kit:styleguide",
    "org:sign_in",
    "org:sign_in_code",
    "ledger:screen",
    "portal:public_cases",  # the public texts of warning cases that a second person released
    "publication:public",  # published answers to what the public feels strongly about
    "study:feed",  # behind a secret address; the table asks for one that nobody has
}
NO_BUSINESS = ("portal:", "kit:", "org:")
EVERYBODYS = {"org:sign_out", "org:second_factor"}
GUIDANCE_WRITES = EVERYBODYS | {
    *("campaign:guidance_visit", "campaign:opinion_give"),  # its own register
    *("ledger:save_view", "ledger:export"),  # its own filters; that something was taken out is recorded
    "discipline:record",  # who is asked about a case records it, whoever he is
    # each of his own: what he examines, tells, declares and books
    *("discipline:tell", "discipline:read_policy", "discipline:declare", "discipline:talk"),
    "study:export",  # counts without names; that they were taken out is recorded
    # in the table he is an officer of the force as well
    *("burden:complain", "burden:answer_survey", "study:enter_quiz", "study:open_feed", "study:revoke_feed"),
}
OFFICER_WRITES = EVERYBODYS | {
    *("ledger:progress", "ledger:submit", "ledger:extend", "ledger:milestone"),
    *("ledger:keep_evidence", "ledger:remove_evidence", "campaign:quarter_report"),
    *("ledger:save_view", "ledger:export", "discipline:appeal", "discipline:record"),
    *("discipline:tell", "discipline:read_policy", "discipline:declare", "discipline:talk"),
    "study:survey",  # of a class that he is in; one is added to a sum
    "study:cast_ballot",  # of a jury that he sits on; sums grow
    # of his own will, for himself: a quiz, the address of his calendar, his essay
    *("study:enter_quiz", "study:leave_quiz", "study:open_feed", "study:revoke_feed"),
    *("study:hand_in_essay", "study:take_essay_back", "study:drop_essay_draft"),
    *("burden:complain", "burden:answer_survey"),
}
# What is only one's own, and so has no foreign side.
BUREAU_WIDE = {
    *("ledger:save_view", "discipline:record", "discipline:tell"),
    *("burden:complain", "burden:answer_survey"),
    *("burden:passport", "burden:paper"),  # who is asked anything looks its form up, whoever made it
    "study:join_event",  # a lecture hall that another unit opened to all
}
# What is the bureau's as a whole: for the administrators at its top, and not for those below.
AT_THE_TOP = {
    *("portal:record", "portal:proof", "portal:witnesses", "portal:end_witness"),
    *("org:security", "org:calendar", "org:forget_day", "org:settings"),
}


def test_no_answer_is_an_error_of_ours():
    assert not [
        row for row, line in table().items() if any(answer.startswith("5") for answer in line.values())
    ]


def test_nobody_opens_only_what_is_public():
    opened = {row[0] for row, line in table().items() if line[NOBODY] not in ("in", "405", "403")}
    assert opened <= PUBLIC
    assert not [row for row, line in table().items() if line[NOBODY].endswith("!")]


def test_an_administrator_opens_no_page_of_the_business():
    opened = {
        (role, name)
        for (name, _method, _object), line in table().items()
        for role in ADMINISTRATORS
        if line[role] not in ("403", "404", "405") and not name.startswith(NO_BUSINESS) and name not in PUBLIC
    }
    assert not opened


@pytest.mark.parametrize("there", ["", "_city"])
def test_none_of_the_three_administrators_writes_what_another_writes_and_the_auditor_writes_nothing(
    there: str,
):
    """GB/T 22239-2019, 8.1.4.2: who keeps units and people, who gives roles and accounts, who reads the record."""
    wrote = {
        role: {name for (name, _m, _o), line in table().items() if line[role + there].endswith("!")}
        - EVERYBODYS
        for role in ("system", "security", "audit")
    }
    assert wrote["system"] & {"org:add_unit", "org:add_person", "org:transfer"}
    assert wrote["security"] & {"org:appoint", "org:dismiss", "org:reset_password"}
    assert not wrote["system"] & wrote["security"]
    assert not wrote["audit"]


def test_what_is_the_whole_bureaus_opens_to_one_administrator_at_its_top_and_to_nobody_below():
    opened = {name: set() for name in AT_THE_TOP}
    for (name, _method, _object), line in table().items():
        if name in AT_THE_TOP:
            opened[name] |= {role for role, answer in line.items() if answer not in ("403", "405", "in")}
    assert opened == {
        "portal:record": {"audit_city"},
        "portal:proof": {"audit_city"},
        "portal:witnesses": {"security_city"},
        "portal:end_witness": {"security_city"},
        "org:security": {"security_city"},
        "org:calendar": {"system_city"},
        "org:forget_day": {"system_city"},
        "org:settings": {"system_city"},
    }


def test_the_guidance_group_writes_only_its_own_register():
    assert {row[0] for row, line in table().items() if line["guidance"].endswith("!")} <= GUIDANCE_WRITES


def test_an_officer_writes_only_what_he_is_responsible_for():
    written = {(row[0], row[2]) for row, line in table().items() if line["officer"].endswith("!")}
    assert {name for name, _object in written} <= OFFICER_WRITES
    assert {thing for name, thing in written if name not in OFFICER_WRITES - EVERYBODYS} <= {"-"}


def test_what_is_foreign_does_not_exist_for_us():
    takes = {route.name: route.takes for route in routes()}
    seen = []
    for (name, method, thing), line in table().items():
        if not takes[name] or not thing.startswith("foreign"):
            continue
        own = table().get((name, method, thing.replace("foreign", "own")), {})
        for role in AT_OURS:
            if line[role] in ("404", "405") or (line[role] == "403" == own.get(role)):
                continue
            seen.append((name, method, thing, role, line[role]))
    assert not [one for one in seen if one[0] not in BUREAU_WIDE]


def test_no_form_that_we_send_for_another_unit_is_taken():
    taken = {
        (name, role)
        for (name, method, thing), line in table().items()
        for role in AT_OURS
        if method == SOUND and thing.startswith("foreign") and line[role].endswith("!")
    }
    assert {name for name, _role in taken} <= BUREAU_WIDE


def test_what_names_somebody_does_not_exist_for_him():
    for (name, _method, thing), line in table().items():
        if thing == "hidden":
            assert line["head"] in ("403", "404", "405"), name
            assert line["officer"] in ("403", "404", "405"), name
        if thing == "secret":
            assert {line[role] for role in AT_OURS} <= {"403", "404", "405"}, name


def test_the_county_office_changes_nothing_of_the_city():
    assert not [
        row for row, line in table().items() if row[2].startswith("above") and line["office"].endswith("!")
    ]


def test_desks_for_reports_are_kept_by_the_inspector_at_the_top_and_by_nobody_else():
    names = ("desks", "close_desk", "propose_holder", "agree_to_holder", "end_holder")
    kept = {f"reports:{name}" for name in names}
    opened = {
        (row[0], role)
        for row, line in table().items()
        for role, answer in line.items()
        if row[0] in kept and answer not in ("403", "405", "in")
    }
    assert opened == {(name, "inspector_city") for name in kept}


def test_a_method_that_no_page_knows_is_never_answered_with_a_page(asker):
    for (name, method, _object), line in table().items():
        if method == "PUT":
            assert set(line.values()) <= {"405", "403", "404", "in"}, name
            assert "405" in line.values(), name


# What a machine hands in carries no cookie: its signature is the mark, and nobody reads the answer as a page.
MACHINES = {"portal:cosignature"}
# What people without an account send rests on no cookie, so there is nothing that a forged form could use.
FOR_REPORTERS = {
    f"reports:{name}"
    for name in (
        "new",
        "route",
        "send",
        "proof",
        "back",
        "find",
        "back_envelope",
        "say",
        "attach",
        "rate",
        "give_name",
        "ask_review",
    )
}


def test_forms_without_their_mark_are_refused_in_words(asker):
    """A form that another site sends for somebody changes nothing (for who is signed in, and for who is not)."""
    said = []
    for role in (NOBODY, "office_city"):
        for name, found in asker.addresses.items():
            address = next(iter(found.values()))
            answer, response = asker.visit(role, address, "POST", guarded=True)
            if answer == "403":
                assert "<h1" in read(response).decode() or name in MACHINES, name
            elif name not in FOR_REPORTERS:
                said.append((role, name, answer))
    # the address of imports looks at the length of what comes before anything else, and at the mark after that
    assert [one for one in said if one[2] not in ("403", "405")] == [(NOBODY, "ledger:import", "in")]
