"""Forms that rooms bring with them: which are asked, which stop soon, and which are stopped and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from qingyuan.burden import policy
from qingyuan.burden.kinds import UNFIT_WORDS, PassportState
from qingyuan.burden.models import OwnRefusal, OwnSeen, Passport
from qingyuan.burden.shelves import OwnForm, own_forms
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import Words
from qingyuan.org.api import Person, Unit, scope, standing

SEE = "burden.see"


@dataclass(frozen=True)
class OwnLine:
    """A form that a room brings, its passport if there is one, and how it stands on a day."""

    code: str
    form: OwnForm
    passport: Passport | None
    stands: policy.Standing
    today: date

    @property
    def stopped(self) -> bool:
        return self.stands.stopped(self.today)

    @property
    def warned(self) -> bool:
        return self.stands.warned(self.today)

    @property
    def why(self) -> Words:
        return UNFIT_WORDS[self.stands.why] if self.stands.why else ""

    @property
    def days(self) -> int:
        """For how many days it is still asked."""
        return (self.stands.stops_on - self.today).days if self.stands.stops_on else 0


def standings(today: date, codes: Iterable[str] | None = None) -> list[OwnLine]:
    """Every form that a room brings, or these, those first that stop first. Two queries."""
    wanted = list(own_forms if codes is None else codes)
    held: dict[str, Passport] = {}
    for one in Passport.objects.filter(own__in=wanted).order_by("pk"):
        known = held.get(one.own)
        if known is None or known.state == PassportState.RETIRED:
            held[one.own] = one
    seen = dict(OwnSeen.objects.filter(code__in=wanted).values_list("code", "on"))
    found = []
    for code in wanted:
        passport = held.get(code)
        stands = policy.own_standing(
            PassportState(passport.state) if passport else None,
            passport.valid_until if passport else None,
            passport.retired_on if passport else None,
            seen.get(code),
        )
        found.append(OwnLine(code, own_forms[code], passport, stands, today))
    return sorted(found, key=lambda line: (line.stands.stops_on or date.max, line.code))


def stopped(code: str, *, at: datetime) -> OwnLine | None:
    """A form of a room that is not asked any more; None if it is. Two queries."""
    (line,) = standings(local_day(at), [code])
    return line if line.stopped else None


def to_settle(today: date) -> int:
    """How many forms that rooms bring are stopped, or stop soon. Two queries."""
    return sum(line.stopped or line.warned for line in standings(today))


def home_of(by: Person, at: datetime) -> Unit | None:
    """The unit for which somebody fills and refuses: where he works."""
    found: Unit | None = Unit.objects.filter(path=standing(by, at).home_path).first()
    return found


def refusals(by: Person, *, at: datetime) -> dict[str, int]:
    """How many units in sight refused each form. One query."""
    found: dict[str, int] = {}
    for code in OwnRefusal.objects.filter(scope(by, SEE, at=at)).values_list("code", flat=True):
        found[code] = found.get(code, 0) + 1
    return found
