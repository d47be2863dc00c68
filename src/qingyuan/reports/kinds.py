"""Closed vocabularies of the room, the official term beside each."""

from enum import StrEnum

from qingyuan.kit.words import _


class DeskKind(StrEnum):
    """Whose desk it is. The last two stand outside the bureau's own chain of command."""

    UNIT = "unit"  # 单位纪检
    CITY = "city"  # 市级督察
    RESIDENT = "resident"  # 派驻纪检监察组
    UPPER = "upper"  # 上一级


OUTSIDE = frozenset({DeskKind.RESIDENT, DeskKind.UPPER})


class Post(StrEnum):
    """What a named person is in the unit; of the person himself the server learns nothing more."""

    UNIT = "unit"  # 单位本身(集体)
    HEAD = "head"  # 单位领导
    MEMBER = "member"  # 单位其他人员


class Channel(StrEnum):
    """How it came in."""

    BROWSER = "browser"  # 在浏览器中加密
    PLAIN = "plain"  # 无脚本,由服务器收到即加密


class Part(StrEnum):
    """What a sealed envelope holds."""

    BODY = "body"  # 举报内容
    MESSAGE = "message"  # 往来消息
    FILE = "file"  # 附件


class Side(StrEnum):
    """From whom it comes."""

    REPORTER = "reporter"  # 举报人
    HANDLER = "handler"  # 办理人


class Stage(StrEnum):
    """Where a report stands before and beside the lead that it becomes; the work itself is the matter's."""

    RECEIVED = "received"  # 已收到
    ACCEPTED = "accepted"  # 已受理
    DECLINED = "declined"  # 不予受理(不属范围)
    ANSWERED = "answered"  # 结果已告知
    SENT_ON = "sent_on"  # 已移送有权机关


class Ground(StrEnum):
    """Why a report is not taken up here; the reporter is told where it belongs."""

    PETITION = "petition"  # 信访事项
    LAWSUIT = "lawsuit"  # 涉法涉诉
    SERVICE = "service"  # 政务服务(12345)
    ELSEWHERE = "elsewhere"  # 其他机关管辖
    NOTHING = "nothing"  # 没有可核查的内容


class Organ(StrEnum):
    """Where a report is sent on to that is not ours to handle."""

    DISCIPLINE = "discipline"  # 纪检监察机关(12388)
    POLITICAL = "political"  # 政法委(12337)
    POLICE = "police"  # 上级公安机关(12389)
    PROCURATORATE = "procuratorate"  # 人民检察院
    COURT = "court"  # 人民法院
    PETITION = "petition"  # 信访部门
    GOVERNMENT = "government"  # 其他政府部门


class More(StrEnum):
    """Why more time is needed to finish; the reporter is told."""

    COMPLEX = "complex"  # 情况复杂
    EVIDENCE = "evidence"  # 须鉴定、检查、取证
    AWAY = "away"  # 有关人员暂时无法联系
    OTHERS = "others"  # 须其他机关配合


class Lost(StrEnum):
    """Why a holder cannot open his key any more."""

    PASSPHRASE = "passphrase"  # noqa: S105 -- 忘记口令
    DEVICE = "device"  # 设备或浏览器丢失、损坏


class RecoveryEnd(StrEnum):
    """How a recovery ended."""

    DONE = "done"  # 已恢复
    REFUSED = "refused"  # 保管人不同意
    WITHDRAWN = "withdrawn"  # 本人撤回


class Outcome(StrEnum):
    """What the handling found, told to the reporter; the words are in a message."""

    FOUNDED = "founded"  # 属实
    PARTLY = "partly"  # 部分属实
    UNFOUNDED = "unfounded"  # 不属实
    UNPROVEN = "unproven"  # 无法查实


class Rating(StrEnum):
    """Whether the result answers the report, in the reporter's eyes."""

    ANSWERS = "answers"  # 回应了
    PARTLY = "partly"  # 部分回应
    NOT = "not"  # 没有回应


class Why(StrEnum):
    """Why the reporter's identity has to be known."""

    VERIFY = "verify"  # 须当面核实
    PROTECT = "protect"  # 保护举报人
    REWARD = "reward"  # 奖励
    RETALIATION = "retaliation"  # 查处打击报复


DESK_WORDS = {
    DeskKind.UNIT: _("单位纪检"),
    DeskKind.CITY: _("市级督察"),
    DeskKind.RESIDENT: _("派驻纪检监察组"),
    DeskKind.UPPER: _("上一级机关"),
}
POST_WORDS = {
    Post.UNIT: _("单位本身（集体）"),
    Post.HEAD: _("单位领导"),
    Post.MEMBER: _("单位其他人员"),
}
CHANNEL_WORDS = {Channel.BROWSER: _("在举报人浏览器中加密"), Channel.PLAIN: _("由服务器收到即加密")}
PART_WORDS = {Part.BODY: _("举报内容"), Part.MESSAGE: _("消息"), Part.FILE: _("附件")}
SIDE_WORDS = {Side.REPORTER: _("举报人"), Side.HANDLER: _("办理人员")}
STAGE_WORDS = {
    Stage.RECEIVED: _("已收到，等待告知是否受理"),
    Stage.ACCEPTED: _("已受理，正在办理"),
    Stage.DECLINED: _("不在受理范围"),
    Stage.ANSWERED: _("结果已告知"),
    Stage.SENT_ON: _("已移送有权办理的机关"),
}
GROUND_WORDS = {
    Ground.PETITION: _("属于信访事项，请向信访部门提出（来访、来信或国家信访局网上信访）"),
    Ground.LAWSUIT: _("属于诉讼、仲裁、复议事项，请依法向有管辖权的机关提出"),
    Ground.SERVICE: _("属于政务服务事项，请拨打 12345"),
    Ground.ELSEWHERE: _("由其他机关管辖，请拨打 12388（纪检监察）或 12337（政法干警违纪违法）"),
    Ground.NOTHING: _("没有写明可以核查的人和事，可以在这里补充后继续"),
}
OUTCOME_WORDS = {
    Outcome.FOUNDED: _("属实"),
    Outcome.PARTLY: _("部分属实"),
    Outcome.UNFOUNDED: _("不属实"),
    Outcome.UNPROVEN: _("无法查实"),
}
RATING_WORDS = {
    Rating.ANSWERS: _("回应了我反映的问题"),
    Rating.PARTLY: _("只回应了一部分"),
    Rating.NOT: _("没有回应"),
}
WHY_WORDS = {
    Why.VERIFY: _("须当面核实情况"),
    Why.PROTECT: _("采取保护措施"),
    Why.REWARD: _("依规给予奖励"),
    Why.RETALIATION: _("查处打击报复"),
}
ORGAN_WORDS = {
    Organ.DISCIPLINE: _("纪检监察机关（12388）"),
    Organ.POLITICAL: _("政法委（12337）"),
    Organ.POLICE: _("上级公安机关（12389）"),
    Organ.PROCURATORATE: _("人民检察院"),
    Organ.COURT: _("人民法院"),
    Organ.PETITION: _("信访部门"),
    Organ.GOVERNMENT: _("其他政府部门"),
}
MORE_WORDS = {
    More.COMPLEX: _("情况复杂，须多方核实"),
    More.EVIDENCE: _("须鉴定、检查或者调取证据"),
    More.AWAY: _("有关人员暂时无法联系"),
    More.OTHERS: _("须其他机关配合"),
}
LOST_WORDS = {Lost.PASSPHRASE: _("忘记口令"), Lost.DEVICE: _("设备或浏览器丢失、损坏")}
RECOVERY_WORDS = {
    RecoveryEnd.DONE: _("已恢复"),
    RecoveryEnd.REFUSED: _("保管人不同意"),
    RecoveryEnd.WITHDRAWN: _("本人撤回"),
}
