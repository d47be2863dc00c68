"""What tests ask of refusals and of the trail."""

from qingyuan.trail.api import acts_on


def codes(refused) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def acts(subject: str) -> list[str]:
    return [entry.act for entry in acts_on(subject)]
