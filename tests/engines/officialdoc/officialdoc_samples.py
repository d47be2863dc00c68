"""Documents the tests draw: fictional city, fictional units."""

from __future__ import annotations

from datetime import date

from qingyuan.engines.officialdoc import (
    PROVINCIAL_33PT,
    Align,
    BriefingFoot,
    BriefingHead,
    Bulletin,
    Demand,
    DocumentNumber,
    Fact,
    Figure,
    Heading,
    Imprint,
    Inspection,
    ItemList,
    OfficialDocument,
    Outcome,
    Paragraph,
    Person,
    RedHead,
    Run,
    Table,
    bulletin,
    weekly_figures,
)

DAY = date(2021, 3, 18)
IMPRINT = Imprint(
    ("市委政法委", "市纪委监委驻市公安局纪检监察组", "市人大常委会办公室"), "示范市公安局办公室", DAY
)
PROBLEMS = (
    Fact(
        "东湖分局",
        "抽查案卷20本，3本办理超期，李建国为承办人",
        "《公安机关办理行政案件程序规定》第一百六十五条",
        "https://qingyuan.example/matters/12",
        "台账M-0012",
        date(2021, 3, 11),
        2,
        (Person("李建国"),),
    ),
    Fact(
        "西山分局",
        "2个派出所值班记录漏填4天",
        link="/matters/13",
        label="台账M-0013",
        happened_on=date(2021, 3, 15),
    ),
)


def the_bulletin(problems: tuple[Fact, ...] = PROBLEMS, limit: int = 4000) -> Bulletin:
    return bulletin(
        issuer_mark="示范市公安局文件",
        number=DocumentNumber("示公通", 2021, 3),
        title="关于全市公安机关队伍教育整顿第三次督导检查情况的通报",
        addressees=("各县（市、区）公安局", "市局各部门"),
        purpose="为推动问题整改落到实处，现将第三次督导情况通报如下。",
        inspections=(Inspection(date(2021, 3, 11), DAY, ("东湖分局", "西山分局"), 3, "明察暗访、查阅台账"),),
        practices=(
            Fact("南坪分局", "逐案建立回访记录，回访46件", link="/matters/9", happened_on=date(2021, 3, 12)),
        ),
        problems=problems,
        outcomes=(
            Outcome("东湖分局", "给予张守一党内警告处分", True, people=(Person("张守一", decided=True),)),
            Outcome("西山分局", "拟给予批评教育", False),
        ),
        demands=(Demand("对超期案件逐件说明原因并办结", "东湖分局", date(2021, 4, 2), date(2021, 4, 6)),),
        signature="示范市公安局",
        dated_on=DAY,
        foot=IMPRINT,
        limit=limit,
    )


def everything() -> OfficialDocument:
    """One of each: all parts of the head, all levels, a table, lists, attachments, note, a local layout."""
    return OfficialDocument(
        head=RedHead("示范市公安局", DocumentNumber("示公报", 2021, 12), 12, "秘密★1年", "特急", "王明远"),
        title="关于队伍教育整顿情况的报告",
        genre="报告",
        addressees=("市委",),
        body=(
            Heading("总体情况"),
            Heading("组织领导", 2),
            Heading("责任到人", 3),
            Heading("任务清单", 4),
            Paragraph(
                (Run("粗体", bold=True), Run("与链接", link="https://qingyuan.example/a?b=1&c=2"), Run("。"))
            ),
            ItemList((Paragraph.of("第一项"), Paragraph.of("第二项"))),
            Heading("数据"),
            Table(
                ("单位", "问题", "已整改"),
                (("东湖分局", "14", "11"), ("西山分局", "11", "9")),
                widths=(2, 1, 1),
                aligns=(Align.LEFT, Align.RIGHT, Align.RIGHT),
                caption="各单位问题数",
            ),
        ),
        attachments=("问题清单", "整改要求"),
        signature="示范市公安局",
        dated_on=DAY,
        sealed=False,
        note="联系人电话：000-0000000",
        foot=IMPRINT,
        layout=PROVINCIAL_33PT,
    )


def briefing() -> OfficialDocument:
    return OfficialDocument(
        head=BriefingHead("队伍教育整顿简报", 3, "示范市公安局教育整顿办公室", DAY, 15, "内部资料"),
        title="东湖分局逐案回访见实效",
        editor_note="现将东湖分局做法刊发，供参考。",
        body=(Paragraph.of("东湖分局对46件案件逐件回访。"),),
        foot=BriefingFoot(("市教育整顿领导小组",), ("市委政法委",), ("各县（市、区）公安局",), 50, 5),
    )


def the_week() -> OfficialDocument:
    return weekly_figures(
        name="队伍教育整顿周报",
        issue=3,
        unit="示范市公安局教育整顿办公室",
        issued_on=date(2021, 3, 19),
        first_on=date(2021, 3, 12),
        last_on=DAY,
        figures=(
            Figure("参学率", 9960, 10656, (9000, 10000), "（实到＋已补学）／应到"),
            Figure("问题新增", 34, previous=(40, None)),
            Figure("销号率", 0, 0, definition="已销号／应销号"),
        ),
    )


def full_pages(count: int = 3) -> OfficialDocument:
    """Pages of nothing but one character, so that lines and characters can be counted."""
    return OfficialDocument(
        head=RedHead("示范市公安局文件"), title="", body=(Paragraph.of("国" * (28 * 22 * count)),)
    )


SAMPLES = {
    "bulletin": lambda: the_bulletin().document,
    "everything": everything,
    "briefing": briefing,
    "weekly": the_week,
}
