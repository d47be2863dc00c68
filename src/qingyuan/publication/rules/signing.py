"""Signing: a second person issues a document, it takes the next number, its files are kept; or it is withdrawn."""

from datetime import datetime

from django.db import transaction

from qingyuan.burden.api import cap
from qingyuan.engines import officialdoc as doc
from qingyuan.kit import kept
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person
from qingyuan.publication import policy
from qingyuan.publication.errors import WRITING_GAPS, CannotWrite, because
from qingyuan.publication.kinds import NUMBERED, FileKind, State
from qingyuan.publication.models import Given, Writing, WritingFile
from qingyuan.publication.policy.writing import cap_of
from qingyuan.publication.queries.writing import (
    ISSUE,
    as_it_stands,
    document,
    names_in,
    number_of,
    series_of,
    values_of,
)
from qingyuan.publication.rules._numbers import series as series_of_code
from qingyuan.publication.rules.writing import locked, note


@transaction.atomic
def issue_writing(
    *, writing_id: int, by: Person, at: datetime, names_cleared: bool = False, seen: str | None = None
) -> Writing:
    """Issue a document with the next number of its series, or raise CannotWrite with every reason.

    ``names_cleared``: the issuer vouches that whoever is named was heard, and that naming is approved. ``seen``:
    the draft that he had before his eyes; nobody signs what another has changed meanwhile.
    """
    made = locked(writing_id, by=by, permission=ISSUE, at=at)
    if not made.is_draft:
        raise CannotWrite(because("not_a_draft", WRITING_GAPS))
    sections = list(made.sections.all())
    values = values_of(list(made.figures.all()))
    names = names_in(made, sections, values)
    problems = []
    if by.pk in (made.drafted_by_id, made.changed_by_id):
        problems.append(because("same_person", WRITING_GAPS))
    if not any(one.text.strip() for one in sections):
        problems.append(because("nothing_in_it", WRITING_GAPS))
    if made.genre in NUMBERED and not policy.code_is_sound(made.code):
        problems.append(because("no_code", WRITING_GAPS))
    if names and not names_cleared:
        problems.append(because("names", WRITING_GAPS, names="、".join(sorted(names))))
    if seen is not None and seen != as_it_stands(made):
        problems.append(because("seen_changed", WRITING_GAPS))
    on = local_day(at)
    characters = doc.count_characters(document(made, sections, values, on=on, signatory=by.name))
    most = cap(cap_of(made.genre))
    if characters > most:
        problems.append(because("too_long", WRITING_GAPS, characters=characters, limit=most))
    if problems:
        raise CannotWrite(problems)
    series = series_of_code(made.campaign, made.unit, series_of(made), on.year)
    series.last += 1
    series.save(update_fields=["last"])
    made.state, made.issued_at, made.issued_by = State.ISSUED, at, by
    made.year, made.serial, made.number = on.year, series.last, number_of(made, on.year, series.last)
    made.names_cleared = bool(names) and names_cleared
    paper = document(made, sections, values, on=on, signatory=by.name)
    made.title = paper.title
    made.characters = doc.count_characters(paper)
    made.save()
    about = doc.Properties(author=made.unit.name, subject=made.number)
    for kind, content in (
        (FileKind.WORD, doc.to_docx(paper, properties=about)),
        (FileKind.PDF, doc.to_pdf(paper, properties=about)),
    ):
        file = kept.keep(content)
        WritingFile.objects.create(writing=made, kind=kind, key=file.key, size=file.size, sha256=file.sha256)
    note(
        made, "issue_writing", by=by, at=at,
        number=made.number, characters=made.characters, names_cleared=made.names_cleared,
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw_writing(*, writing_id: int, reason: str, by: Person, at: datetime) -> Writing:
    """Withdraw an issued document: it keeps its number. What was submitted cannot be called back."""
    made = locked(writing_id, by=by, permission=ISSUE, at=at)
    problems = []
    if made.state != State.ISSUED:
        problems.append(because("not_issued", WRITING_GAPS))
    if not reason.strip():
        problems.append(because("no_reason", WRITING_GAPS))
    given = Given.objects.filter(writing=made).select_related("submission").first()
    if given is not None:
        problems.append(because("given", WRITING_GAPS, name=given.submission.name))
    if problems:
        raise CannotWrite(problems)
    made.state, made.withdrawn_at, made.withdrawn_by = State.WITHDRAWN, at, by
    made.withdrawn_why = reason.strip()[:300]
    made.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_why"])
    note(made, "withdraw_writing", by=by, at=at, number=made.number)
    return made
