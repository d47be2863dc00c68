"""`qingyuan bulletin` and `qingyuan weekly` on the command line."""

import io
import json

import docx
import pytest

from qingyuan.kit import clock
from qingyuan.matters.testing import a_matter
from qingyuan.publication.testing import some_findings
from qingyuan.site.command import main


@pytest.fixture(autouse=True)
def _at_that_time(at):
    with clock.stopped_at(at):
        yield


def test_a_bulletin_of_a_period_is_written_and_counted(city, at, tmp_path, capsys):
    matters = some_findings(city.campaign, [city.ours, city.theirs], by=city.office, at=at, count=3)
    a_matter(
        campaign=city.campaign, unit=city.ours, by=city.office, at=at, statement="涉人", names=(city.officer,)
    )
    out = tmp_path / "b.docx"
    args = ["bulletin", "--from", "2021-03-15", "--to", "2021-03-18", "--out", str(out), "--json"]
    assert main([*args, "--site", "https://zd.example.cn"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["matters"] == 3 and said["units"] == 2 and 100 < said["characters"] < 4000
    opened = docx.Document(io.BytesIO(out.read_bytes()))
    targets = {rel.target_ref for rel in opened.part.rels.values() if rel.reltype.endswith("/hyperlink")}
    assert targets == {f"https://zd.example.cn/ledger/{matter.pk}/" for matter in matters}
    assert "涉人" not in "\n".join(paragraph.text for paragraph in opened.paragraphs)
    assert main([*args[:-3], "--out", str(tmp_path / "b.pdf")]) == 0
    assert (tmp_path / "b.pdf").read_bytes()[:5] == b"%PDF-"


def test_a_period_without_findings_writes_nothing_and_says_so(city, tmp_path, capsys):
    out = tmp_path / "b.docx"
    assert main(["bulletin", "--from", "2021-03-15", "--to", "2021-03-18", "--out", str(out), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"matters": 0, "characters": 0} and not out.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"--to": "2021-03-01"}, "ends before"),
        ({"--out": "b.txt"}, ".docx"),
        ({"--out": "/no/such/folder/b.docx"}, "no such folder"),
        ({"--unit": "990999999999"}, "no unit"),
        ({"--campaign": "99999"}, "no such campaign"),
        ({"--site": "javascript:x"}, "链接"),
    ],
)
@pytest.mark.parametrize("part", ["bulletin", "weekly"])
def test_a_wrong_call_is_said_and_changes_nothing(
    city, at, tmp_path, monkeypatch, capsys, part, changed, words
):
    if part == "weekly" and "--site" in changed:
        return
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    monkeypatch.chdir(tmp_path)
    call = {"--from": "2021-03-15", "--to": "2021-03-18", "--out": "b.docx", **changed}
    assert main([part, *(word for pair in call.items() for word in pair)]) == 2
    assert words in capsys.readouterr().err and not list(tmp_path.glob("b.*"))


@pytest.mark.parametrize("day", ["18.3.2021", "2021-02-30", "0001-01-01", ""])
def test_a_date_that_is_none_is_said(day, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["bulletin", "--from", day, "--to", "2021-03-18", "--out", "b.docx"])
    assert ended.value.code == 2


def test_the_weekly_figures_are_written_and_listed(city, at, tmp_path, capsys):
    some_findings(city.campaign, [city.ours, city.theirs], by=city.office, at=at, count=3)
    out = tmp_path / "w.docx"
    assert main(["weekly", "--from", "2021-03-15", "--to", "2021-03-18", "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)["figures"]
    assert said["problems_new"] == 3 and said["problems_rate"] == [0, 3]
    assert docx.Document(io.BytesIO(out.read_bytes())).tables[0].cell(1, 1).text == "3"
