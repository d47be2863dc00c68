"""The verbs of telling back: draft, include, record outcomes, issue, withdraw, object, answer."""

from qingyuan.publication.policy import Decision
from qingyuan.publication.rules.answers import draft_answer, publish_answer, withdraw_answer
from qingyuan.publication.rules.drafting import (
    Wording,
    change_bulletin,
    discard_bulletin,
    draft_bulletin,
    include_item,
    leave_out,
)
from qingyuan.publication.rules.files import file_path, keep_file, remove_file
from qingyuan.publication.rules.issuing import issue_bulletin, issue_weekly, withdraw_bulletin
from qingyuan.publication.rules.objecting import answer_objection, object_to_item
from qingyuan.publication.rules.outcomes import decide_outcome, record_outcome, remove_outcome

__all__ = [
    "Decision",
    "Wording",
    "answer_objection",
    "change_bulletin",
    "decide_outcome",
    "discard_bulletin",
    "draft_answer",
    "draft_bulletin",
    "file_path",
    "include_item",
    "issue_bulletin",
    "issue_weekly",
    "keep_file",
    "leave_out",
    "object_to_item",
    "publish_answer",
    "record_outcome",
    "remove_file",
    "remove_outcome",
    "withdraw_answer",
    "withdraw_bulletin",
]
