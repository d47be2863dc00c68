"""The verbs of telling back: draft, issue, object, answer; write, sign, submit, register."""

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
from qingyuan.publication.rules.owing import Owed, begin_turn, end_submission, owe_submission, send_submission
from qingyuan.publication.rules.register import (
    Ending,
    Entry,
    Topic,
    conclude_research,
    end_guidance,
    register_guidance,
    set_research,
)
from qingyuan.publication.rules.reminding import remind_of_submissions
from qingyuan.publication.rules.signing import issue_writing, withdraw_writing
from qingyuan.publication.rules.templates import SectionWords, TemplateWords, keep_template
from qingyuan.publication.rules.writing import (
    Words,
    change_writing,
    discard_writing,
    refresh_figures,
    start_writing,
)

__all__ = [
    "Decision",
    "Ending",
    "Entry",
    "Owed",
    "SectionWords",
    "TemplateWords",
    "Topic",
    "Wording",
    "Words",
    "answer_objection",
    "begin_turn",
    "change_bulletin",
    "change_writing",
    "conclude_research",
    "decide_outcome",
    "discard_bulletin",
    "discard_writing",
    "draft_answer",
    "draft_bulletin",
    "end_guidance",
    "end_submission",
    "file_path",
    "include_item",
    "issue_bulletin",
    "issue_weekly",
    "issue_writing",
    "keep_file",
    "keep_template",
    "leave_out",
    "object_to_item",
    "owe_submission",
    "publish_answer",
    "record_outcome",
    "refresh_figures",
    "register_guidance",
    "remind_of_submissions",
    "remove_file",
    "remove_outcome",
    "send_submission",
    "set_research",
    "start_writing",
    "withdraw_answer",
    "withdraw_bulletin",
    "withdraw_writing",
]
