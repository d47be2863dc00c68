"""Measure the import of an Excel list of 20,000 rows through the command's own path, on SQLite, with a fresh city.

``python tools/bench_import.py [--rows 20000]``: a seeded file of 23 columns, 40 units, 800 people; the times of
reading, checking and writing (read from the same functions the command calls), and the limit beside. A benchmark,
not a test: it prints figures and fails only if the limit is passed.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

LIMIT = 30.0  # seconds for 20,000 rows
SEED = 20210308
UNITS, PEOPLE = 40, 800


def main() -> int:
    """Build a city and a file, import it by the command, print what took how long."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qingyuan-bench-") as folder:
        os.environ["QINGYUAN_DATA"] = folder
        os.environ.pop("DATABASE_URL", None)
        os.environ["QINGYUAN_CLOCK"] = "2021-03-19T10:00:00+08:00"
        os.environ["DJANGO_SETTINGS_MODULE"] = "qingyuan.site.settings"
        import django

        django.setup()
        return measured(Path(folder), args.rows, args.json)


def measured(folder: Path, rows: int, as_json: bool) -> int:
    """The measurement itself."""
    from qingyuan.ledger.rules import importing, taking
    from qingyuan.matters.api import rules as spine
    from qingyuan.site import command, running

    running.prepare()
    office = a_city()
    file = folder / "list.xlsx"
    write_list(file, rows)
    size = file.stat().st_size
    seconds: dict[str, float] = {}
    said = StringIO()
    with (
        timed(importing, "read", "parse", seconds),
        timed(taking, "check", "check", seconds),
        redirect_stdout(said),
        timed(spine, "open_many", "write", seconds),
    ):
        began = time.perf_counter()
        code = command.main(["ledger", "import", str(file), "--as", office, "--json"])
        seconds["total"] = time.perf_counter() - began
    told = json.loads(said.getvalue())
    limit = LIMIT * rows / 20_000
    result = {
        "rows": told["rows"],
        "created": told["created"],
        "duplicates": told["duplicates"],
        "columns": 23,
        "file_bytes": size,
        "seconds": {name: round(value, 2) for name, value in seconds.items()},
        "limit_seconds": round(limit, 2),
        "ok": code in (0, 1) and seconds["total"] <= limit,
    }
    if as_json:
        print(json.dumps(result))
    else:
        print(f"{result['rows']} rows x 23 columns, {size / 2**20:.1f} MB; {result['created']} matters made, "
              f"{result['duplicates']} duplicates left out")  # fmt: skip
        for name in ("parse", "check", "write", "total"):
            print(
                f"{name:6} {seconds.get(name, 0):7.2f} s"
                + (f"   limit {limit:.0f} s" if name == "total" else "")
            )
    for error in told["errors"][:5]:
        print(error, file=sys.stderr)
    return 0 if result["ok"] else 1


@contextmanager
def timed(place: Any, name: str, label: str, seconds: dict[str, float]) -> Iterator[None]:
    """Measure every call of a function, in place."""
    plain: Callable[..., Any] = getattr(place, name)

    def measuring(*args: Any, **kwargs: Any) -> Any:
        began = time.perf_counter()
        try:
            return plain(*args, **kwargs)
        finally:
            seconds[label] = seconds.get(label, 0.0) + time.perf_counter() - began

    setattr(place, name, measuring)
    try:
        yield
    finally:
        setattr(place, name, plain)


def a_city() -> str:
    """A root, units, people and a campaign. Returns the police number of who imports."""
    from qingyuan.campaign.testing import a_campaign
    from qingyuan.org.api import Role, Unit
    from qingyuan.org.testing import a_person, a_unit

    root = a_unit(name="示例市公安局", code="990100000000")
    units = [a_unit(root, name=f"第{n}分局") for n in range(1, UNITS + 1)]
    for n in range(PEOPLE):
        a_person(units[n % UNITS], name=f"警员{n:04d}", police_no=f"99{n:04d}")
    root = Unit.objects.get(pk=root.pk)
    a_campaign(root, deployment_days=2)
    return str(a_person(root, Role.CAMPAIGN_OFFICE, name="整顿办公室", police_no="990900").police_no)


WHERE = (
    "窗口",
    "值班室",
    "办案区",
    "物证室",
    "指挥室",
    "档案室",
    "接警台",
    "涉案车辆停放场",
    "户籍大厅",
    "监控室",
)
WHAT = ("登记不及时", "台账与实物不符", "未按规定公示", "执法记录仪未全程开启", "答复群众超期", "交接无签字",
        "案件超期未结", "信息查询未写事由", "服装不规范", "设备损坏未报修")  # fmt: skip
CATEGORIES = (
    "服务态度和作风",
    "案件办理超期",
    "涉案财物管理不规范",
    "违规查询公民信息",
    "其他问题",
    "形式主义",
)


def write_list(target: Path, rows: int) -> None:
    """A list with a title, the 23 columns of the export, and dates written in four ways."""
    import xlsxwriter

    from qingyuan.ledger.queries.columns import EXPORTED

    chance = random.Random(SEED)
    book = xlsxwriter.Workbook(str(target), {"constant_memory": True})
    page = book.add_worksheet("台账")
    day_format = book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_string(0, 0, "全市公安队伍教育整顿问题整改台账")
    for at, field in enumerate(EXPORTED):
        page.write_string(1, at, field.labels[0])
    for n in range(rows):
        unit = n % UNITS
        due = date(2021, 4, 1) + timedelta(days=chance.randrange(80))
        place, what = chance.choice(WHERE), chance.choice(WHAT)
        statement = (
            f"{due:%m}月{chance.randrange(1, 29)}日抽查第{n % 97}中队{place}时发现{what}，涉及{chance.randrange(2, 99)}件，"
            f"编号{chance.randrange(10**6):06d}，值班民警未能说明原因"
        )
        person = unit + UNITS * chance.randrange(PEOPLE // UNITS)
        written = (f"{due.month}月{due.day}日", f"{due:%Y.%m.%d}", f"{due.year}年{due.month}月{due.day}日")
        cells: list[Any] = [
            n + 1, "", "督导检查", chance.choice(CATEGORIES), "个性问题", statement, f"第{unit + 1}分局", "",
            f"警员{person:04d}", f"一是对{place}逐件核对；二是由所领导每周抽查；三是{what}的通报到人",
            "账物相符、有记录可查", due, "正在按措施推进", "", "", "责任心不强，值班交接没有清单", "修订值班交接制度",
            "", "", "否", "", "", f"第{n % 12 + 1}批",
        ]  # fmt: skip
        for at, value in enumerate(cells):
            if isinstance(value, date) and n % 4 == 0:
                page.write_datetime(n + 2, at, value, day_format)
            elif isinstance(value, date):
                page.write_string(n + 2, at, written[n % 4 - 1])
            elif isinstance(value, int):
                page.write_number(n + 2, at, value)
            elif value:
                page.write_string(n + 2, at, value)
    book.close()


if __name__ == "__main__":
    sys.exit(main())
