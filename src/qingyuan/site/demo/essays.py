"""Essays in the demo city: one, asked of everybody in the second stage; what was copied is found by the engine."""

import random
from datetime import date, datetime
from functools import partial

from qingyuan.org.api import Person
from qingyuan.org.api import kinds as org_kinds
from qingyuan.site.demo import essay_texts as texts
from qingyuan.site.demo.cast import Member
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import SEED, moment
from qingyuan.study.api import Essay, kinds
from qingyuan.study.api import rules as study

Rank, Authorship = org_kinds.Rank, kinds.Authorship
SUBMITTED = {Rank.LEADER: 96, Rank.MIDDLE: 412, Rank.OFFICER: 2426}
COPIED = {Rank.LEADER: 23, Rank.MIDDLE: 61, Rank.OFFICER: 187}
HELPED = {Rank.LEADER: 0.3, Rank.MIDDLE: 0.1, Rank.OFFICER: 0.03}
FROM_TEMPLATE = 9  # each so many-th of those who copied had it from the template
READ = 40  # of the leaders' essays, by the chief
DUE = date(2021, 5, 28)
OFFERED = (("账本当面点清", True), ("会议减半以后", False), ("群众第二趟", True), ("记错的一位号码", False))
Said = tuple[Person, str, kinds.Authorship]


def plan(city: City) -> None:
    """Put the library, the call, four days of handing in, and the count on the calendar."""
    playing = Essays(city)
    at = city.story.at
    at(moment(date(2021, 4, 28), 10), playing.fill_library)
    at(moment(date(2021, 5, 6), 9), playing.call)
    for turn, day in enumerate((11, 18, 25, 27)):
        at(moment(date(2021, 5, day), 17, 40), partial(playing.hand_in, turn))
    at(moment(date(2021, 6, 1), 15), playing.read)
    at(moment(date(2021, 6, 1), 19), playing.count)
    at(moment(date(2021, 6, 2), 10), playing.offer)
    at(moment(date(2021, 6, 3), 16), playing.publish)


class Essays:
    """Writes what each of them hands in: those who copy come last, after those they copied from."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.chance = random.Random(SEED)
        self.call_id = 0
        self.days: list[list[Said]] = []

    def fill_library(self, at: datetime) -> None:
        add = partial(study.essay_sources.add_source, by=self.city.office, at=at)
        for article, text in zip(("第四条", "第三条"), texts.LAW, strict=True):
            add(kind=kinds.SourceKind.DOCUMENT, title=f"人民警察法{article}", text=text)
        add(kind=kinds.SourceKind.TEMPLATE, title="网上流传的心得体会", text=texts.TEMPLATE)

    def call(self, at: datetime) -> None:
        stage = self.city.campaign.stages.get(order=2)
        made = study.essays.call_essay(
            campaign=self.city.campaign,
            stage_id=stage.pk,
            ranks=list(SUBMITTED),
            due_on=DUE,
            by=self.city.office,
            at=at,
        )
        self.call_id = made.pk
        self.days = self._written()

    def _written(self) -> list[list[Said]]:
        """Who hands in on each of the four days, and what."""
        own: list[Said] = []
        copies: list[Said] = []
        sources: list[list[str]] = []
        for rank in SUBMITTED:
            members = self._members(rank)
            self.chance.shuffle(members)
            copiers = members[: COPIED[rank]]
            for member in members[COPIED[rank] : SUBMITTED[rank]]:
                made = texts.sentences(self.chance)
                sources.append(made)
                own.append(self._said(member, "".join(made), rank))
            for member in copiers:
                copies.append(self._said(member, "", rank))
        taken = self.chance.sample(sources, len(copies))
        for n, (person, _text, said) in enumerate(copies):
            text = texts.copied(self.chance, taken[n // 2])  # a source has two who copied it
            copies[n] = (person, text if n % FROM_TEMPLATE else texts.from_template(self.chance), said)
        self.chance.shuffle(own)
        third = len(own) // 3
        return [own[:third], own[third : 2 * third], own[2 * third :], copies]

    def _members(self, rank: org_kinds.Rank) -> list[Member]:
        police = org_kinds.Category.POLICE
        return [one for one in self.city.cast.members if one.category is police and one.rank is rank]

    def _said(self, member: Member, text: str, rank: org_kinds.Rank) -> Said:
        helped = self.chance.random() < HELPED[rank]
        return self.city.person(member), text, Authorship.HELPED if helped else Authorship.SELF

    def hand_in(self, turn: int, at: datetime) -> None:
        study.essays.hand_in_many(call_id=self.call_id, said=self.days[turn], at=at)

    def read(self, at: datetime) -> None:
        """The chief has begun to read what the leaders below him wrote."""
        chief = self.city.chief
        leading = Essay.objects.filter(call=self.call_id, rank=Rank.LEADER, state=kinds.EssayState.SUBMITTED)
        for essay in leading.exclude(person=chief).order_by("pk")[:READ]:
            study.essays.sign_read(essay_id=essay.pk, by=chief, at=at)

    def offer(self, at: datetime) -> None:
        """Three leaders offer theirs, two by name; and one officer whose head has read it."""
        head = self.city.head(self.city.cast.units[0].code)
        below = Essay.objects.filter(call=self.call_id, unit=self.city.units[self.city.cast.units[0].code])
        early = below.filter(rank=Rank.OFFICER, submitted_at__lt=moment(date(2021, 5, 27)))
        own = early.filter(state=kinds.EssayState.SUBMITTED).order_by("pk")[0]
        study.essays.sign_read(essay_id=own.pk, by=head, at=at)
        for essay, (title, named) in zip([*self._led(3), own], OFFERED, strict=True):
            study.essay_publishing.offer_essay(
                call_id=self.call_id, title=title, named=named, by=essay.person, at=at
            )

    def publish(self, at: datetime) -> None:
        """The chief signs two; the third and the officer's wait."""
        for essay in self._led(2):
            study.essay_publishing.publish_essay(essay_id=essay.pk, version=0, by=self.city.chief, at=at)

    def _led(self, number: int) -> list[Essay]:
        """Essays of leaders that the chief has read, of those handed in before anybody copied."""
        read = Essay.objects.filter(call=self.call_id, rank=Rank.LEADER, state=kinds.EssayState.READ)
        read = read.filter(submitted_at__lt=moment(date(2021, 5, 27)))
        return list(read.select_related("person").order_by("pk")[:number])

    def count(self, at: datetime) -> None:
        study.essays.count(call_id=self.call_id, at=at)
