"""The columns of a problem list (问题整改台账): what they are called here, and what they are called elsewhere.

Source: domain forms 4.1 - the order of export, and the headers of real lists of state audit, environmental
inspection and police supervision.
"""

from collections.abc import Mapping
from types import MappingProxyType

from qingyuan.engines.sheets import Field
from qingyuan.kit.words import Words, _

# The 23 columns in the order of export; the first label is the one that is written.
EXPORTED = (
    Field("serial", ("序号",)),
    Field("number", ("问题编号", "编号", "台账编号", "问题序号", "清单编号")),
    Field("source", ("问题来源", "来源", "台账来源", "线索来源", "发现方式", "督察方式", "检查方式", "发现途径")),
    Field("category", ("问题类别", "类别", "问题类型", "问题分类", "问题种类", "所属类别", "顽瘴痼疾类别")),
    Field("breadth", ("共性/个性", "问题性质", "共性或个性", "共性问题/个性问题", "是否共性问题", "是否共性")),
    Field(
        "statement",
        ("问题表述", "问题描述", "问题概述", "存在问题", "存在的问题", "存在不足", "不足", "发现问题", "发现的问题",
         "主要问题", "具体问题", "问题内容", "问题", "具体表现", "突出问题", "问题清单"),
        required=True,
    ),
    Field(
        "unit",
        ("责任单位", "具体责任单位", "整改责任单位", "整改单位", "责任部门", "牵头单位", "牵头部门", "被督导单位",
         "被检查单位", "受检单位", "单位名称", "单位"),
        required=True,
    ),
    Field(
        "leader",
        ("责任领导", "整改责任领导", "分管领导", "包抓领导", "整改第一责任人", "第一责任人", "牵头领导",
         "协助整改工作的领导", "带班领导"),
    ),
    Field(
        "owner",
        ("责任人", "整改责任人", "具体责任人", "直接责任人", "责任民警", "承办人", "牵头整改部门责任人",
         "牵头整改部门责任人及联系电话", "责任部门责任人", "整改负责人"),
    ),
    Field(
        "measures",
        ("整改措施", "措施", "细化的整改措施", "具体措施", "整改举措", "整改意见", "整改要求", "具体整改措施"),
    ),
    Field("criterion", ("整改完成标准", "完成标准", "整改目标", "整改标准", "验收标准", "销号标准")),
    Field(
        "due_on",
        ("整改时限", "整改期限", "完成时限", "时限", "办结时限", "整改完成时限", "限期", "截止时间", "截止日期",
         "要求完成时间", "计划完成时间", "拟完成时间", "对应的完成时间"),
    ),
    Field(
        "progress",
        ("整改进展", "进展情况", "整改进展情况", "整改情况", "整改进度", "工作进展", "已采取的整改措施", "整改说明",
         "整改结果", "落实情况", "整改落实情况"),
    ),
    Field("done_on", ("完成时间", "实际完成时间", "整改完成时间", "完成日期", "实际完成日期")),
    Field("evidence", ("佐证", "佐证材料", "附件", "证明材料")),
    Field("cause", ("根源", "问题根源", "原因分析", "产生原因", "原因", "未整改到位问题原因及下一步计划")),
    Field("rule_words", ("完善制度情况", "建章立制情况", "制度建设情况", "完善制度", "建章立制")),
    Field("accepted_by", ("验收人", "验收人员", "核查人", "验收单位", "核查单位")),
    Field("accepted_on", ("验收时间", "整改验收时间", "核查时间", "验收日期")),
    Field(
        "closed",
        ("是否销号", "是否已销号", "销号情况", "是否已完成整改", "是否完成整改", "是否完成", "整改状态", "完成情况"),
    ),
    Field("closed_on", ("销号时间", "销号日期")),
    Field("recheck", ("回头看结果", "回头看情况", "回头看")),
    Field("remark", ("备注", "说明", "其他")),
)  # fmt: skip
# Columns that lists from elsewhere have besides.
OTHERS = (
    Field(
        "opened_on",
        ("登记时间", "检查时间", "登记日期", "检查日期", "发现时间", "发现日期", "督察时间", "督导时间", "开始时间",
         "交办时间", "录入时间", "问题发现时间"),
    ),
    Field("basis", ("法规政策依据", "违反法规条款", "依据", "政策依据", "违反条款", "考评标准")),
    Field("term", ("整改类型", "整改方式", "完成类型")),
)  # fmt: skip
FIELDS = EXPORTED + OTHERS
LABELS = tuple(label for field in FIELDS for label in field.labels)
REQUIRED = tuple(field.key for field in FIELDS if field.required)

NAMES: Mapping[str, Words] = MappingProxyType(
    {
        "serial": _("序号"),
        "number": _("问题编号"),
        "source": _("问题来源"),
        "category": _("问题类别"),
        "breadth": _("共性/个性"),
        "statement": _("问题表述"),
        "unit": _("责任单位"),
        "leader": _("责任领导"),
        "owner": _("责任人"),
        "measures": _("整改措施"),
        "criterion": _("整改完成标准"),
        "due_on": _("整改时限"),
        "progress": _("整改进展"),
        "done_on": _("完成时间"),
        "evidence": _("佐证"),
        "cause": _("根源"),
        "rule_words": _("完善制度情况"),
        "accepted_by": _("验收人"),
        "accepted_on": _("验收时间"),
        "closed": _("是否销号"),
        "closed_on": _("销号时间"),
        "recheck": _("回头看结果"),
        "remark": _("备注"),
        "opened_on": _("登记或检查时间"),
        "basis": _("法规政策依据"),
        "term": _("整改类型"),
    }
)
PRIVATE = ("身份证", "证件号", "公民身份", "住址", "手机", "联系电话", "出生", "家庭")

# What a list says about where a problem came from -> the spine's source. First fitting word wins.
SOURCES = (
    (("自查", "自纠", "自我检查"), "self_check"),
    (("评查", "执法质量", "案件质量"), "review"),
    (("举报", "群众", "信访", "投诉", "12345", "12389", "110", "来信", "来访"), "report"),
    (("交办", "上级", "转办", "督办", "指导组", "巡视", "巡察", "审计"), "assigned"),
    (("督察", "督导", "检查", "明察", "暗访", "督查", "抽查", "视频巡查"), "inspection"),
)

# What problem lists call the shipped categories besides their names.
CATEGORY_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "interference": ("三个规定", "违反三个规定", "干预司法", "干预过问案件", "插手案件"),
        "business": ("经商办企业", "违规经商"),
        "shareholding_lending": ("参股借贷", "违规参股", "违规借贷"),
        "family_business": ("家属经商", "配偶子女经商", "亲属经商办企业"),
        "no_case_filing": ("有案不立", "压案不查", "有罪不究", "有案不立压案不查", "接报案", "受立案"),
        "detention_execution": ("减刑假释", "暂予监外执行", "减假暂", "违规减假暂"),
        "cross_region_enforcement": ("异地执法", "违规异地执法", "违规异地办案"),
        "profit_driven_enforcement": ("逐利执法", "趋利执法", "趋利性执法", "以罚代管", "罚款创收"),
        "case_overdue": ("超期办案", "案件超期", "办案超期", "久拖不决"),
        "property_in_case": ("涉案财物", "涉案财物管理", "涉案财物处置不规范"),
        "data_query_misuse": ("违规查询", "信息查询", "泄露公民信息", "违规查询信息", "公民信息泄露"),
        "equipment_discipline": ("枪车酒", "公务用枪", "警车管理", "密码保密", "网络安全", "装备管理", "枪支管理"),
        "service_attitude": ("服务态度", "工作作风", "作风问题", "冷硬横推", "窗口服务", "纪律作风", "服务群众"),
        "formalism": ("形式主义", "官僚主义", "四风", "文山会海"),
        "other": ("其他", "其它", "其它问题"),
    }
)  # fmt: skip
