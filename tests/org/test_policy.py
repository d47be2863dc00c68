"""The decisions of the organisation, as pure functions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.org import policy
from qingyuan.org.kinds import ADMINISTRATORS, Reach, Role
from qingyuan.org.policy import Holding, Reached, Standing

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
roles = st.sampled_from(list(Role))
steps = st.sampled_from(["0001", "0002", "000Z", "0010", "00ZZ", "ZZZZ"])
paths = st.lists(steps, min_size=1, max_size=4).map("".join)
any_path = st.text(alphabet=ALPHABET, min_size=1, max_size=16)
grants = st.dictionaries(roles, st.sampled_from(list(Reach)), max_size=6)
holdings = st.lists(st.builds(Holding, roles, st.just(0), paths), max_size=6).map(tuple)


def standing(held: tuple[Holding, ...]) -> Standing:
    return Standing(person_id=1, key="k", home_path="", holdings=held)


def test_a_path_and_the_first_path_behind_its_subtree():
    assert policy.path_after("0001") == "0002"
    assert policy.path_after("00010002") == "00010003"
    assert policy.path_after("0001000Z") == "00010010"
    assert policy.path_after("000Z") == "0010"


@given(any_path, any_path)
def test_the_range_of_a_subtree_holds_exactly_what_starts_with_its_path(top, path):
    if len(path) >= len(top):
        assert (top <= path < policy.path_after(top)) == path.startswith(top)


@given(any_path, st.text(alphabet=ALPHABET, max_size=200))
def test_whatever_hangs_below_lies_in_the_range(top, rest):
    assert top <= top + rest < policy.path_after(top)


def test_nobody_reaches_anything_by_default():
    for role in Role:
        held = standing((Holding(role, 1, "0001"),))
        assert not policy.reached(held, {})
        assert not policy.covers(policy.reached(held, {}), path="0001", own=True)
        assert not policy.covers(policy.reached(held, {}))


def test_a_role_reaches_its_unit_and_below_but_not_beside_or_above():
    far = policy.reached(standing((Holding(Role.UNIT_HEAD, 1, "00010002"),)), {Role.UNIT_HEAD: Reach.UNIT})
    reached = {
        path: policy.covers(far, path=path) for path in ("0001", "00010002", "000100020001", "00010003")
    }
    assert reached == {"0001": False, "00010002": True, "000100020001": True, "00010003": False}


def test_what_is_ones_own_is_reached_wherever_it_lies_and_only_that():
    far = policy.reached(standing((Holding(Role.OFFICER, 1, "0001"),)), {Role.OFFICER: Reach.OWN})
    assert policy.covers(far, path="0009", own=True)
    assert not policy.covers(far, path="0001")
    assert not policy.covers(far)


@given(holdings, grants, paths, st.booleans())
def test_reach_is_what_each_single_holding_grants_and_nothing_more(held, grant, path, own):
    def one(holding: Holding) -> bool:
        match grant.get(holding.role):
            case Reach.UNIT:
                return path.startswith(holding.path)
            case Reach.OWN:
                return own
            case Reach.BUREAU:
                return len(holding.path) == policy.STEP
            case _:
                return False

    far = policy.reached(standing(held), grant)
    assert policy.covers(far, path=path, own=own) == any(one(holding) for holding in held)


@given(holdings, holdings, grants, paths, st.booleans())
def test_more_roles_never_mean_less(held, more, grant, path, own):
    before = policy.covers(policy.reached(standing(held), grant), path=path, own=own)
    after = policy.covers(policy.reached(standing(held + more), grant), path=path, own=own)
    assert after or not before


@given(holdings, grants)
def test_no_subtree_is_named_twice(held, grant):
    far = policy.reached(standing(held), grant)
    assert not any(a != b and a.startswith(b) for a in far.paths for b in far.paths)
    assert len(set(far.paths)) == len(far.paths)


def test_an_empty_reach_is_false():
    assert not Reached()
    assert Reached(own=True)
    assert Reached(any=True)
    assert Reached(paths=("0001",))


@given(holdings)
def test_what_an_administrator_has_as_an_officer_rests_and_nothing_else_does(held):
    counted = policy.in_force(held)
    administers = any(holding.role in ADMINISTRATORS for holding in held)
    assert counted == tuple(h for h in held if not (administers and h.role is Role.OFFICER))


@given(roles, roles)
def test_exclusion_goes_both_ways(one, other):
    assert bool(policy.conflicts([one], other)) == bool(policy.conflicts([other], one))


@pytest.mark.parametrize("one", sorted(ADMINISTRATORS))
def test_an_administrator_excludes_every_role_but_the_one_everybody_has(one):
    assert {other for other in Role if policy.conflicts([one], other)} == set(Role) - {one, Role.OFFICER}


def test_the_guidance_group_writes_nothing():
    against = {other for other in Role if policy.conflicts([Role.GUIDANCE], other)}
    assert against == set(Role) - {Role.GUIDANCE, Role.OFFICER}


def test_a_head_may_also_be_branch_secretary():
    assert policy.conflicts([Role.UNIT_HEAD, Role.OFFICER], Role.BRANCH_SECRETARY) == ()


@given(st.sets(roles))
def test_a_role_never_conflicts_with_nobody_or_itself(held):
    for role in held:
        assert role not in policy.conflicts(held, role)
    assert policy.conflicts([], Role.SYSTEM_ADMIN) == ()


@pytest.mark.parametrize(
    ("password", "classes"),
    [
        ("abc", 1),
        ("abcD", 2),
        ("abcD1", 3),
        ("abcD1-", 4),
        ("密码密码", 0),
        ("1234", 1),
        ("----", 1),
        ("a b", 2),
    ],
)
def test_the_classes_of_characters_of_a_password(password, classes):
    assert policy.password_classes(password) == classes


def test_a_password_lasts_ninety_days_and_a_temporary_one_none():
    assert policy.password_expired(None, date(2021, 3, 1))
    assert not policy.password_expired(date(2021, 1, 1), date(2021, 4, 1))
    assert policy.password_expired(date(2021, 1, 1), date(2021, 4, 2))


@given(st.text(max_size=30))
def test_a_sign_in_name_has_one_form(typed):
    once = policy.sign_in_name(typed)
    assert policy.sign_in_name(once) == once


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("99010119900101001X", True),
        ("99010119900101001x", True),
        ("990101 19900101 0019", True),
        ("９９０１０１１９９００１０１００１９", True),
        ("040123", False),
        ("9901011990010100199", False),
        ("FJ0123", False),
    ],
)
def test_what_looks_like_an_identity_number(text, looks):
    assert policy.looks_like_identity_number(text) is looks


def test_the_secret_in_letters_is_what_the_standard_prints():
    # RFC 6238, Appendix B: the seed of the test vectors, as RFC 4648 writes it.
    assert policy.base32(b"12345678901234567890") == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
