"""How each address is asked for: its objects, the words behind its question mark, and a sound form to send."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from qingyuan.campaign.models import Clause
from qingyuan.discipline.views.acts import ACTS as LEAD_ACTS
from qingyuan.matters.api import Matter
from tests.authorisation import burden, contests, essays, events, learning, lists, papers, study
from tests.authorisation.world import World, a_list

Sound = Mapping[str, object]


@dataclass(frozen=True)
class Route:
    """An address of the product: its name, the names of what stands in it, and what its page asks for."""

    name: str
    takes: tuple[str, ...]
    methods: frozenset[str] = frozenset()
    opens_to: str = "everybody"

    def knows(self, method: str) -> bool:
        """Whether the page answers a method; one that names none answers all."""
        return not self.methods or method in self.methods


def _methods(view: Callable[..., object] | None) -> frozenset[str]:
    """The methods that ``require_http_methods`` and its kin let through to a view."""
    while view is not None:
        named = dict(zip(view.__code__.co_freevars, view.__closure__ or (), strict=True))
        if "request_method_list" in named:
            return frozenset(named["request_method_list"].cell_contents)
        view = getattr(view, "__wrapped__", None)
    return frozenset()


def routes() -> Iterator[Route]:
    """Every address of the product, from the resolver, however deep. One without a name is named by its pattern."""
    yield from _routes(get_resolver(), "", ())


def _routes(resolver: URLResolver, space: str, above: tuple[str, ...]) -> Iterator[Route]:
    for one in resolver.url_patterns:
        takes = (*above, *one.pattern.regex.groupindex)
        if isinstance(one, URLResolver):
            inner = ":".join(part for part in (space, one.namespace) if part)
            yield from _routes(one, inner, takes)
        elif isinstance(one, URLPattern):
            name = one.name or f"[{one.pattern}]"
            opens_to = getattr(one.callback, "opens_to", "everybody")
            yield Route(f"{space}:{name}" if space else name, takes, _methods(one.callback), opens_to)


# Which thing the ``pk`` of an address is: by the whole name, or by the room.
MATTER, DRAFT = "matter", "draft"
THINGS: dict[str, str] = {
    "campaign:deployment_report": "deployment",
    "campaign:deployment_today": "deployment",
    **{
        f"campaign:{name}": "stage"
        for name in ("gate", "stage_change", "stage_move", "stage_remove", "stage_close", "condition_add")
    },
    **{
        f"campaign:{name}": "item"
        for name in (
            *("condition_remove", "condition_meet", "condition_unmeet"),
            *("waiver_ask", "waiver_sign", "waiver_refuse"),
        )
    },
    "campaign:objective_evidence": "objective",
    "campaign:task": "task",
    "campaign:task_allot": "task",
    "campaign:task_relink": "task",
    "campaign:share_report": "share",
    "campaign:responsibility_end": "responsibility",
    "campaign:member_join": "group",
    "campaign:section_add": "group",
    "campaign:member_leave": "member",
    "campaign:meeting": "meeting",
    "campaign:decision_add": "meeting",
    "campaign:contact": "contact",
    "campaign:contact_end": "contact",
    "campaign:contact_show": "contact",
    "campaign:visit_record": "contact",
    "campaign:quarter_report": "quarter",
    "campaign:lesson_record": "pilot",
    "campaign:lesson_answer": "lesson",
    "campaign:lesson_link": "lesson",
    "campaign:opinion_give": "guidance_visit",
    "ledger:matter": MATTER,
    "ledger:fix": "registered",
    "ledger:reassign": MATTER,
    "ledger:progress": MATTER,
    "ledger:submit": MATTER,
    "ledger:mark_hot": MATTER,
    "ledger:respond": "hot",
    "ledger:return": "submitted",
    "ledger:close": "submitted",
    "ledger:extend": MATTER,
    "ledger:answer": "asking",
    "ledger:reopen": "closed",
    "ledger:void": "registered",
    "ledger:milestone": "lasting",
    "ledger:recheck": "closed",
    "ledger:keep_evidence": MATTER,
    "ledger:evidence": "evidence",
    "ledger:remove_evidence": "evidence",
    "ledger:remove_view": "view",
    "ledger:change_theme": "theme",
    "ledger:revoke_screen": "screen",
    **{
        f"ledger:{name}": "import"
        for name in ("import_one", "import_columns", "import_choose", "import_take", "import_drop")
    },
    "ledger:import_undo": "import_done",
    "ledger:forget_columns": "header",
    "ledger:forget_word": "word",
    "publication:bulletin": "issued",
    "publication:word": "issued",
    "publication:pdf": "issued",
    "publication:withdraw": "issued",
    "publication:draft_answer": "hot_done",
    "publication:publish_answer": "answer",
    "publication:withdraw_answer": "answer_out",
    **{
        f"resolutions:{name}": "occasion" for name in ("occasion", "opinions", "criticism", "resolve", "word")
    },
    "resolutions:demands": "summoned_talk",
    "resolutions:remove": "said",
    "publication:handle": "closed",
    "publication:unhandle": "handled",
    "publication:object": "issued",
    "publication:answer": "issued",
    **{
        f"publication:{name}": DRAFT
        for name in (
            *("change", "upload", "remove_file", "include", "leave_out", "record_outcome"),
            *("decide_outcome", "remove_outcome", "issue", "discard"),
        )
    },
    **{
        f"org:{name}": "unit"
        for name in ("unit", "add_unit", "rename_unit", "move_unit", "add_branch", "add_person", "add_duty")
    },
    **{f"org:{name}": "person" for name in ("person", "change_person", "transfer", "appoint")},
    "org:dismiss": "holding",
    "org:remove_duty": "duty",
    **{
        f"org:{name}": "account"
        for name in ("close_account", "reset_password", "unlock_account", "reset_second_factor")
    },
    "org:forget_day": "day",
    **{
        f"reports:{name}": "report"
        for name in (
            *("report", "open", "envelope", "reply", "take_up", "decline", "tell_result", "offer", "reseal"),
            *("ask_identity", "send_on", "raise_report", "ask_more_time", "answer_review"),
        )
    },
    **{
        f"reports:{name}": "asked"
        for name in ("share", "agree_to_identity", "take_identity", "watch_reporter")
    },
    **{
        f"reports:{name}": "recovery"
        for name in (
            *("recovery_share", "give_share", "refuse_recovery", "withdraw_recovery"),
            *("take_shares", "finish_recovery"),
        )
    },
    "reports:ask_recovery": "lost_key",
    "reports:answer_more_time": "more_time",
    **{f"reports:{name}": "desk" for name in ("close_desk", "propose_holder")},
    **{f"reports:{name}": "seat" for name in ("make_key", "end_holder")},
    "reports:agree_to_holder": "proposed",
    "reports:keep_shares": "duty_key",
    "discipline:lead": "lead",
    **{f"discipline:{act.name}": "lead" for act in LEAD_ACTS},
    **{f"discipline:{name}": "handling" for name in ("hear", "settle", "answer_appeal", "appeal", "release")},
    "discipline:attach": "record",
    "discipline:material": "material",
    "discipline:spot_check": "spot_check",
    "discipline:answer_piece": "piece",
    "discipline:notice": "cleared",
    "discipline:summary": "quarter_of_rules",
    "discipline:answer_alert": "alert",
    **{
        f"discipline:{name}": "window"
        for name in ("window", "speak_first", "answer_nil", "draft", "drop_draft", "window_figures")
    },
    **{f"discipline:{name}": "receipt" for name in ("receipt", "receipt_proof", "own_sealed")},
    **{f"discipline:told_{name}": "told_one" for name in ("one", "open", "note", "take_up")},
    **{f"discipline:{name}": "round" for name in ("declare", "round")},
    "discipline:read_policy": "policy",
    "discipline:talk": "talk",
    **lists.THINGS,
    **study.THINGS,
    **learning.THINGS,
    **contests.THINGS,
    **events.THINGS,
    **essays.THINGS,
    **papers.THINGS,
    **burden.THINGS,
}
PARTS = (
    lists,
    study,
    learning,
    contests,
    events,
    papers,
    burden,
)  # rooms that say in files of their own what lacks nothing
MATTERS_OUT_OF_SIGHT = ("hidden", "secret")  # acts on a state of their own are tried on these two as well
ALSO_DRAFTS = ("publication:bulletin", "publication:word", "publication:pdf")

# Addresses that take what they show from behind the question mark: by variant.
CHOSEN = ("own", "foreign")


def questions(name: str, world: World) -> dict[str, str]:
    """The words behind the question mark by variant, of an address without an object of its own."""
    people = world.people
    units = {"own": people.ours, "foreign": people.theirs}
    if name.startswith("study:") and (asked := study.questions(name.removeprefix("study:"), world)):
        return asked
    if name.startswith("campaign:") and name != "campaign:create":
        return {side: f"?campaign={world.of['campaign'][side]}" for side in CHOSEN}
    by_unit = {
        "ledger:wall": "?unit={pk}",
        "ledger:wall_pdf": "?unit={pk}",
        "ledger:late": "?unit={code}",
        "ledger:causes": "?unit={code}",
        "ledger:list": "?unit={code}&state=all",
        "ledger:export": "?unit={code}&state=all",
        "ledger:suggest_people": "?in={pk}&q=员",
        "ledger:suggest_units": "?for=matters.see&q={code}",
        "publication:weekly": "?unit={pk}",
        "publication:weekly_word": "?unit={pk}",
        "publication:weekly_pdf": "?unit={pk}",
        "org:people": "?unit={code}",
        "org:duty": "?unit={code}&all=on",
        "org:take_duty": "?unit={code}",
        "org:suggest": "?q={code}",
    }
    if name in by_unit:
        return {side: by_unit[name].format(pk=unit.pk, code=unit.code) for side, unit in units.items()}
    if name == "ledger:assign":
        return {side: f"?id={world.of['registered'][side]}" for side in CHOSEN}
    return {}


def addresses(route: Route, world: World) -> dict[str, str]:
    """The address for each variant of its object; ``-`` without one. KeyError if nobody says what it takes."""
    if not route.takes:
        plain = reverse(route.name)
        return {"-": plain} | {side: plain + asked for side, asked in questions(route.name, world).items()}
    filled = {}
    for variant in _variants(route, world):
        kwargs = {take: _key(route, take, variant, world) for take in route.takes}
        filled[variant] = reverse(route.name, kwargs=kwargs)
    return filled


def _variants(route: Route, world: World) -> list[str]:
    if route.name in _ONE_FOR_ALL:
        return ["-"]
    found = list(world.of[THINGS.get(route.name) or _SCREEN[route.name]])
    if (route.name.startswith("ledger:") and "matter" in found) or route.name in _ACTS:
        found += [one for one in MATTERS_OUT_OF_SIGHT if one not in found]
    if route.name in ALSO_DRAFTS:
        found += ["own_draft", "foreign_draft"]
    if route.name == "publication:answer":
        found = [one for one in found if one != "above"]
    return found


_SCREEN = {"ledger:revoke_screen": "screen"}
_ONE_FOR_ALL = (
    *events.ONE_FOR_ALL,
    *(
        "inspection:change_topic",
        "discipline:change_clock",
        "ledger:screen",
        "ledger:make_common",
        "ledger:change_category",
    ),
    *("portal:proof", "portal:tile", "portal:held", "portal:end_witness"),
    *("discipline:category", "discipline:confirm_category"),
    "publication:change_template",
    *burden.ONE_FOR_ALL,
)
_ACTS = tuple(
    f"ledger:{act}" for act in ("fix", "return", "close", "answer", "reopen", "void", "milestone", "recheck")
)
_ELSEWHERE: dict[str, Callable[[World], object]] = {
    "token": lambda world: world.token,
    "index": lambda _world: 0,
    "category": lambda _world: "no_case_filing",
    "code": lambda _world: "no_case_filing",
    "clock_code": lambda _world: "petition_told",
    "part": lambda _world: "body",
    "topic_code": lambda _world: "network",
}


def _key(route: Route, take: str, variant: str, world: World) -> object:
    """What stands in an address in one place."""
    of = world.of
    if route.name in events.THINGS or route.name in events.ONE_FOR_ALL:
        return events.key(route.name, take, variant, world)
    if take == "code" and route.name.startswith("discipline:"):
        return "business"
    if route.name == "burden:refuse_own":
        return "study.record"
    if route.name in burden.ONE_FOR_ALL:
        return "officer_forms" if take == "code" else "county"
    if route.name == "inspection:merge" and take == "other_pk":
        return of["sent_list"][variant]
    if take == "field_pk":
        return of["form_field"][variant]
    if take in _ELSEWHERE:
        return _ELSEWHERE[take](world)
    if take in learning.KEYS:
        return of[learning.KEYS[take]][variant]
    if take in contests.KEYS:
        return of[contests.KEYS[take]][variant]
    if take == "place":
        return 1
    if take == "said_pk":
        return of["said"][variant]
    if take == "recheck_pk":
        return of["recheck"].get(variant, of["recheck"]["own"])
    if take == "item_pk" and route.name.startswith("inspection:"):
        return of["list_item"][variant]
    if take == "item_pk":
        return of["told"][f"{variant}_{'issued' if route.name == 'publication:object' else 'draft'}"]
    if take == "objection_pk":
        return of["objection"][variant]
    if take == "handled_pk":
        return of["outcome_of_matter"][variant]
    if take == "outcome_pk":
        return of["outcome"][variant]
    if take == "path":
        return "0/000.p/1" if route.name == "portal:tile" else "000.p/1"
    if route.name == "portal:end_witness":
        return of["witness"]["-"]
    if take in ("public_id", "key") and route.name.startswith(("reports:", "discipline:")):
        return of[THINGS[route.name]][variant]
    if take == "number" and route.name == "reports:envelope":
        return 1
    if take not in ("pk", "screen_id"):
        raise KeyError(f"{route.name}: nobody says what {take} is")
    thing = THINGS[route.name]
    if variant in of[thing]:
        return of[thing][variant]
    if variant.endswith("_draft"):
        return of["draft"][variant.removesuffix("_draft")]
    if variant in MATTERS_OUT_OF_SIGHT and variant not in of[thing]:
        return of["matter"][variant]
    return of[thing][variant]


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


# -- a sound form for acts, so that the answer is the rule's and not the form's ---------------------------------


def sound(name: str, variant: str, world: World) -> Sound | None:
    """A form that lacks nothing, for those who may send it; None where an empty one says enough."""
    people = world.people
    side = "foreign" if variant.startswith("foreign") else "own"
    unit = people.theirs if side == "foreign" else people.ours
    officer = people.their_officer if side == "foreign" else people.by["officer"]
    owner = people.our_deputy if side == "own" else officer
    forms: dict[str, Callable[[], Sound]] = {
        "fix": lambda: {"owner": owner.police_no, "measures": "补录", "term": "dated", "due_on": "2021-04-09"},
        "reassign": lambda: {"unit": unit.code, "owner": owner.police_no, "reason": "分工调整"},
        "progress": lambda: {"words": "已补录三起"},
        "submit": lambda: {
            "effect": "已补录", "cause": "not_followed", "cause_words": "没有清单",
            "rule_change": "revised", "rule_words": "制度第三条", "ground": "fixed",
        },
        "return": lambda: {"reason": "缺清单"},
        "mark_hot": lambda: {"reason": "排队", "place": "热线"},
        "respond": lambda: {"words": "已告知"},
        "change_hot_clock": lambda: {"days": 3},
        "close": lambda: {"words": "同意"},
        "extend": lambda: {"new_due_on": "2021-04-16", "reason": "等鉴定"},
        "answer": lambda: {"answer": "granted", "words": ""},
        "reopen": lambda: {"reason": "又发"},
        "void": lambda: {"reason": "重复登记"},
        "milestone": lambda: {"stage": world.of["milestone"].get(variant, 0), "note": "已到位"},
        "recheck": lambda: {"result": "held", "words": "看了三起"},
        "save_view": lambda: {"name": "我的视图", "query": "state=all"},
        "register": lambda: _problem(unit.code),
        "assign": lambda: {"id": world.of["registered"][side], "owner": owner.police_no, "measures": "补录",
                           "due_on": "2021-04-09"},
        "screens": lambda: {"name": "大厅", "unit": unit.pk, "last_day": "2021-04-30"},
        "change_theme": lambda: {"name": "专项", "categories": ["no_case_filing"]},
        "add_theme": lambda: {"name": "新专项", "categories": ["no_case_filing"]},
        "change_category": lambda: {"name": "有案不立", "order": 1, "active": "on"},
        "keep_evidence": lambda: {"file": SimpleUploadedFile("照片.png", PNG)},
        "import": lambda: {"file": SimpleUploadedFile("台账.xlsx", a_list(unit, "sent"))},
    }  # fmt: skip
    room, _colon, act = name.partition(":")
    if room == "ledger" and act in forms:
        said = dict(forms[act]())
        key = world.of.get(THINGS.get(name, ""), {}).get(variant)
        matter = Matter.objects.filter(pk=key).first() if THINGS.get(name) in _WITH_VERSION else None
        return said | ({"version": matter.version} if matter else {})
    return _more(name, variant, world)


_WITH_VERSION = (MATTER, "registered", "submitted", "closed", "asking", "lasting")


def _problem(code: str) -> Sound:
    return {
        "statement": "夜间值守台账缺页",
        "unit": code,
        "category": "no_case_filing",
        "kind": "problem",
        "source": "typed",
        "breadth": "individual",
    }


def _more(name: str, variant: str, world: World) -> Sound | None:
    """Sound forms of the other rooms; those for a unit ask for the unit of the variant."""
    if name in essays.FORMS:
        return essays.FORMS[name](world)
    people = world.people
    foreign = variant.startswith("foreign")
    unit = people.theirs if foreign else people.ours
    person = people.their_officer if foreign else people.our_helper
    forms: dict[str, Callable[[], Sound]] = {
        "campaign:create": lambda: {
            "template": "three_stage", "name": "新的整顿", "unit": unit.pk, "starts_on": "2021-03-01",
            "ends_on": "2021-06-30", "deployment_days": 2,
        },
        "campaign:deployment_report": lambda: {"organised_on": "2021-03-09", "deployed_on": "2021-03-09"},
        "campaign:condition_meet": lambda: {"evidence": "台账"},
        "campaign:waiver_ask": lambda: {"reason": "已在试点中达到"},
        "campaign:condition_add": lambda: {"side": "exit", "text": "全部单位已部署"},
        "campaign:stage_change": lambda: {"name": "学习", "starts_on": "2021-03-01", "ends_on": "2021-03-30"},
        "campaign:objective_add": lambda: {"title": "作风更实"},
        "campaign:objective_evidence": lambda: {"evidence": "问题已销号"},
        "campaign:share_report": lambda: {"result": "已完成"},
        "campaign:task_allot": lambda: {"units": [unit.pk]},
        "campaign:task_relink": lambda: {"clause": Clause.objects.order_by("pk")[0].pk},
        "campaign:responsibility_assign": lambda: {
            "unit": unit.pk, "kind": "direct", "person": person.police_no, "from_on": "2021-03-19",
        },
        "campaign:responsibility_end": lambda: {"to_on": "2021-03-19"},
        "campaign:group_set_up": lambda: {"unit": _station(world, foreign), "name": ""},
        "campaign:member_join": lambda: {"person": person.police_no, "role": "member", "from_on": "2021-03-19"},
        "campaign:section_add": lambda: {"name": "宣传组", "kind": "group"},
        "campaign:member_leave": lambda: {"to_on": "2021-03-19"},
        "campaign:meeting_hold": lambda: {
            "kind": "office", "title": "办公会", "unit": unit.pk, "held_at": "2021-03-19 09:00",
            "venues": 1, "attendance": 9,
        },
        "campaign:decision_add": lambda: {"text": "清理", "unit": unit.pk, "due_on": "2021-04-30"},
        "campaign:contact_set": lambda: {
            "leader": people.city_head.police_no, "unit": unit.pk, "from_on": "2021-03-19",
        },
        "campaign:contact_end": lambda: {"to_on": "2021-03-19"},
        "campaign:contact_show": lambda: {"reason": "可复制", "evidence": "记录"},
        "campaign:visit_record": lambda: {"visited_on": "2021-03-19", "finding": ""},
        "campaign:key_task_list": lambda: {
            "year": 2021, "number": 9, "title": "窗口", "unit": unit.pk, "owner": person.police_no,
        },
        "campaign:quarter_report": lambda: {"state": "done", "words": "完成"},
        "campaign:pilot_name": lambda: {"unit": _station(world, foreign), "from_on": "2021-03-01"},
        "campaign:lesson_record": lambda: {"finding": "不符", "measure": "核对"},
        "campaign:lesson_link": lambda: {"task": world.of["task"]["own"]},
        "campaign:lesson_answer": lambda: {"answer": "explained", "words": "没有差距"},
        "campaign:guidance_visit": lambda: {"group_name": "指导组", "unit": unit.pk, "visited_on": "2021-03-19"},
        "campaign:opinion_give": lambda: {"text": "压实责任", "unit": unit.pk, "due_on": "2021-04-30"},
        "publication:draft": lambda: {
            "unit": unit.pk, "period_from": "2021-03-19", "period_to": "2021-03-19", "kinds": ["finding", "problem"],
        },
        "publication:change": lambda: {"title": "情况通报", "code": "源公通"},
        "publication:issue": lambda: {"names_cleared": "on"},
        "publication:withdraw": lambda: {"reason": "数字有误"},
        "publication:object": lambda: {"words": "与事实不符"},
        "publication:answer": lambda: {"answer": "upheld", "words": "复核无误"},
        "publication:record_outcome": lambda: {"unit": unit.pk, "kind": "reminder_talk", "persons": 1},
        "publication:handle": lambda: {
            "kind": "reminder_talk", "persons": 1, "decided_on": "2021-03-19", "decided_by": "党委",
            "basis": "条令第二十条",
        },
        "publication:decide_outcome": lambda: {
            "decided_on": "2021-03-19", "heard_on": "2021-03-18", "decided_by": "党委", "basis": "条令第二十条",
        },
        "publication:issue_weekly": lambda: {"unit": unit.pk, "first": "2021-03-12", "last": "2021-03-18"},
        "publication:draft_answer": lambda: {"question": "排队", "done": "增开窗口"},
        "publication:withdraw_answer": lambda: {"reason": "数字有误"},
        "resolutions:hold": lambda: {
            "kind": "org_life_meeting", "title": "组织生活会", "unit": unit.pk, "held_on": "2021-03-19",
            "chair": person.police_no, "members": people.city_leader.police_no,
        },
        "resolutions:opinions": lambda: {"words": "会议太长"},
        "resolutions:demands": lambda: {"words": "逐件清零"},
        "resolutions:resolve": lambda: {
            "rows": 1, "r0-statement": "精简会议", "r0-unit": unit.pk, "r0-owner": person.police_no,
            "r0-due_on": "2021-04-30",
        },
        "portal:check": lambda: {"text": "no proof"},
        "portal:witnesses": lambda: {
            "name": "上级督察",
            "key": "w.example.org+12a5636d+BDtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
        },
        "discipline:register": lambda: {
            "channel": "letter", "received_on": "2021-03-19", "at_unit": unit.pk, "statement": "值班饮酒",
        },
        "discipline:import": lambda: {
            "do": "look", "unit": unit.pk, "file": SimpleUploadedFile("线索.csv", b"\xef\xbb\xbf"),
        },
        "discipline:accept": lambda: {
            "handler": people.city_inspector.pk, "due_on": "2021-05-31", "plan": "核对值班表",
        },
        "discipline:note_event": lambda: {"event": "told_acceptance", "on": "2021-03-19", "words": ""},
        "discipline:transfer": lambda: {"to": "区纪委监委", "reason": "不属管辖"},
        "discipline:record": lambda: {
            "who": "某人", "role": "某职", "case": "某案", "on": "2021-03-19", "way": "phone", "kind": "enquiry",
            "content": "问案情", "answer": "按程序",
        },
        "discipline:nil": lambda: {"unit": unit.pk},
        "discipline:speak_first": lambda: {"words": "查到会议多，四月底前压减三成"},
        "discipline:tell": lambda: {"text": "收过两条烟"},
        "discipline:declare": lambda: {"nil": "1"},
        "discipline:talk": lambda: {"act": "cancel"},
        "discipline:told_take_up": lambda: {"unit": unit.pk, "statement": "本人说明收受礼品"},
        "discipline:category": lambda: {"basis": "第五十九条", "grade": "A", "ranks": ["officer"]},
        "discipline:attach": lambda: {"file": SimpleUploadedFile("来函.png", PNG)},
        "discipline:answer_piece": lambda: {"outcome": "sound", "words": ""},
        "discipline:release": lambda: {"on": "2021-03-19"},
        "discipline:protect": lambda: {"person_no": person.police_no, "source": "witness"},
        "discipline:limits": lambda: {"silent_days": 20, "spot_share": 20},
        "discipline:adjust": lambda: {
            "number": "WT202100001", "person_no": person.police_no, "measure": "post_adjustment", "basis": "第三条",
            "facts": "逾期三次",
        },
        "discipline:answer_alert": lambda: {"words": "正常轮岗"},
        "discipline:appeal": lambda: {"words": "请求从轻"},
        "discipline:change_clock": lambda: {
            "amount": 10, "measure": "days", "more": 0, "source": "第三条", "grade": "A", "active": "on",
        },
        "org:add_unit": lambda: {
            "name": "新所", "code": "990100990000", "area": "990100", "level": "station",
        },
        "org:rename_unit": lambda: {"name": "改名分局"},
        "org:move_unit": lambda: {"above": people.politics.code},
        "org:add_branch": lambda: {"name": "第九党支部"},
        "org:add_person": lambda: {
            "police_no": "899999", "name": "新人", "category": "police", "rank": "officer", "title": "民警",
            "from_on": "2021-03-19",
        },
        "org:change_person": lambda: {"name": "改名", "category": "police", "rank": "officer"},
        "org:transfer": lambda: {"unit": people.station.code, "title": "民警", "from_on": "2021-03-19"},
        "org:add_duty": lambda: {
            "person": person.police_no, "kind": "leave", "from_at": "2021-03-22T00:00", "to_at": "2021-03-23T00:00",
        },
        "org:take_duty": lambda: {
            "do": "look", "unit": unit.code, "file": SimpleUploadedFile("值班表.csv", b"\xef\xbb\xbf"),
        },
        "org:appoint": lambda: {"role": "clerk", "unit": unit.code},
        "org:open_account": lambda: {"police_no": _without_account(world, foreign)},
        "org:security": lambda: {"roles": ["clerk"]},
        "org:settings": lambda: {"site_address": "http://qingyuan.example"},
        "org:calendar": lambda: {"day": "2021-03-27", "worked": "yes", "words": "加班"},
    }  # fmt: skip
    made = forms.get(name)
    side = "foreign" if foreign else "own"
    if made:
        return made()
    return next((full for part in PARTS if (full := part.sound(name, side, world)) is not None), None)


def _station(world: World, foreign: bool) -> int:
    return (world.people.their_station if foreign else world.people.station).pk


def _without_account(world: World, foreign: bool) -> str:
    return (world.people.their_office if foreign else world.people.our_deputy).police_no
