"""What the styleguide shows: a form with every kind of input, and rows as a ledger has them. All invented."""

from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class Sample(forms.Form):
    """Every kind of input that a page of the house uses."""

    statement = forms.CharField(
        label=pgettext_lazy("styleguide", "问题表述"),
        max_length=200,
        help_text=pgettext_lazy("styleguide", "写清何时、何地、什么事，一条只写一个问题。"),
    )
    unit = forms.ChoiceField(
        label=pgettext_lazy("styleguide", "责任单位"),
        choices=[
            ("", pgettext_lazy("styleguide", "请选择")),
            ("7", pgettext_lazy("styleguide", "交警支队")),
            ("1", pgettext_lazy("styleguide", "源河分局")),
        ],
        required=False,
    )
    due_on = forms.DateField(label=pgettext_lazy("styleguide", "整改期限"), required=False)
    at = forms.DateTimeField(label=pgettext_lazy("styleguide", "谈话时间"), required=False)
    number = forms.IntegerField(label=pgettext_lazy("styleguide", "涉及人数"), min_value=0, required=False)
    measure = forms.CharField(
        label=pgettext_lazy("styleguide", "整改措施"),
        widget=forms.Textarea,
        min_length=10,
        help_text=pgettext_lazy("styleguide", "谁、在什么时候之前、做什么、做到什么程度。"),
    )
    nature = forms.ChoiceField(
        label=pgettext_lazy("styleguide", "问题性质"),
        choices=[
            ("common", pgettext_lazy("styleguide", "共性问题")),
            ("own", pgettext_lazy("styleguide", "个性问题")),
        ],
        widget=forms.RadioSelect,
    )
    ways = forms.MultipleChoiceField(
        label=pgettext_lazy("styleguide", "查摆途径"),
        choices=[
            ("self", pgettext_lazy("styleguide", "自查")),
            ("visit", pgettext_lazy("styleguide", "明察暗访")),
            ("file", pgettext_lazy("styleguide", "案件评查")),
            ("letter", pgettext_lazy("styleguide", "群众来信")),
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text=pgettext_lazy("styleguide", "可多选。"),
    )
    evidence = forms.FileField(
        label=pgettext_lazy("styleguide", "佐证材料"),
        required=False,
        help_text=pgettext_lazy("styleguide", "PDF、图片或 Word，单个不超过 20 MB。"),
    )
    agreed = forms.BooleanField(label=pgettext_lazy("styleguide", "以上内容已与当事人核对"))


@dataclass(frozen=True)
class Row:
    """One line of a ledger."""

    code: str
    statement: Promise | str
    unit: Promise | str
    owner: str
    due: date
    tone: str
    state: Promise | str
    part: int
    whole: int


STATEMENTS = (
    (
        pgettext_lazy("styleguide", "巡逻车停在公交站台后方测速取证，现场未设提示标志，群众反映「躲着罚」"),
        pgettext_lazy("styleguide", "交警支队"),
        "贺正清",
    ),
    (
        pgettext_lazy("styleguide", "窗口受理身份证补领要求群众自备复印件，与一次性告知单不一致"),
        pgettext_lazy("styleguide", "源河分局"),
        "沈若岚",
    ),
    (
        pgettext_lazy("styleguide", "3 起涉企经济纠纷报案满 30 日未作立案决定，未书面告知报案人"),
        pgettext_lazy("styleguide", "经侦支队"),
        "陆闻道",
    ),
    (
        pgettext_lazy("styleguide", "涉案财物管理室出入库登记缺经手人签名，账物差 2 件"),
        pgettext_lazy("styleguide", "郾川分局"),
        "顾行之",
    ),
    (
        pgettext_lazy("styleguide", "值班民警接处警未全程开启执法记录仪，视音频未在 24 小时内上传"),
        pgettext_lazy("styleguide", "召原分局"),
        "江以宁",
    ),
    (
        pgettext_lazy("styleguide", "党支部主题党日活动记录后补，签到表日期与影像资料不符"),
        pgettext_lazy("styleguide", "看守所"),
        "罗维桢",
    ),
    (
        pgettext_lazy("styleguide", "基层所队反映同一数据一周内向三个部门分别报送，格式各不相同"),
        pgettext_lazy("styleguide", "政治部"),
        "韩青野",
    ),
)
STATES = (
    ("late", pgettext_lazy("styleguide", "逾期 6 天")),
    ("warn", pgettext_lazy("styleguide", "3 天后到期")),
    ("info", pgettext_lazy("styleguide", "整改中")),
    ("info", pgettext_lazy("styleguide", "待验收")),
    ("ok", pgettext_lazy("styleguide", "已销号")),
    ("mute", pgettext_lazy("styleguide", "长期坚持")),
)


def rows(count: int = 20) -> list[Row]:
    """So many ledger lines, always the same."""
    made = []
    for n in range(count):
        statement, unit, owner = STATEMENTS[n % len(STATEMENTS)]
        tone, state = STATES[(n * 5) % len(STATES)]
        due = date(2021, 3, 13) + timedelta(days=(n * 11) % 40)
        made.append(Row(f"WT-2021-{n + 17:04d}", statement, unit, owner, due, tone, state, (n * 3) % 6, 5))
    return made
