"""Tables and pages made of results: what a student wrote stays text in all of them."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import UsageError
from autograder.outgoing.pages import write_pages
from autograder.outgoing.tables import to_csv, to_json
from tests.autograder.outgoing.made import grades

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">\x1b[31m\u202egnp.exe\x00'


class Page(HTMLParser):
    """The tags, the attributes and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str | None] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture
def hostile(graded: Any) -> Any:
    """A report in which everything a student can influence is an attack."""
    report = graded("swapped")
    case = {
        "asked": HOSTILE,
        "program": HOSTILE,
        "at": {HOSTILE: 1.0},
        "rows": [{"name": HOSTILE, "yours": HOSTILE, "expected": 1.0, "finite_difference": None}],
    }
    checks = tuple(
        dataclasses.replace(check, message=HOSTILE, counterexample=case) for check in report.checks
    )
    return dataclasses.replace(
        report, checks=checks, submission=f"sub/{HOSTILE}.ipynb", notes=(HOSTILE,)
    )


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_holds_no_formula(start: str, graded: Any):
    """What a spreadsheet would compute is quoted, wherever it stands."""
    formula = f'{start}cmd|"/c calc"!A1'
    report = dataclasses.replace(graded("stubs"), submission=formula)
    text = to_csv(grades({formula: report}, {formula + "2": formula}))
    first, second = rows(text)
    for row in (first, second):
        for value in row.values():
            assert not value.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert first["submission"] == second["problem"] == "'" + formula


def test_csv_has_points_by_cell(graded: Any):
    """One row a submission, one column a graded cell; what was not graded says why."""
    reports = {name: graded(name) for name in ("right", "swapped", "stubs")}
    found = {row["name"]: row for row in rows(to_csv(grades(reports, {"eve": "eve.ipynb: gone"})))}
    assert [found[n]["points"] for n in ("right", "swapped", "stubs")] == ["100", "94", "0"]
    assert found["swapped"]["q1-mul"] == "0" and found["swapped"]["q1-sub"] == "3"
    assert found["right"]["possible"] == "100"
    assert found["eve"]["problem"] == "eve.ipynb: gone" and found["eve"]["points"] == ""


def test_json_export_is_the_reports(graded: Any):
    """The JSON document holds every report and every problem."""
    data = json.loads(to_json(grades({"a": graded("swapped")}, {"b": "gone"})))
    assert data["results"]["a"] == json.loads(json.dumps(graded("swapped").to_dict()))
    assert data["not_graded"] == {"b": "gone"}


def test_pages_hold_no_markup_of_a_student(hostile: Any, tmp_path: Path):
    """Student text is shown as text: no script, no image, no handler, no direction override."""
    index = write_pages(grades({"eve": hostile}, {"mallory": HOSTILE}), tmp_path)
    for path in (index, tmp_path / "eve.html", tmp_path / "mallory.html"):
        text = path.read_text(encoding="utf-8")
        page = Page(text)
        assert not page.tags & {"script", "img", "iframe", "object", "link"}
        assert not [name for name in page.attributes if name.startswith("on")]
        assert "<script>alert(1)</script>" in page.words
        assert not set(text) & set("\x00\x1b\u202e")
        assert "default-src 'none'" in text


def test_index_links_every_page(graded: Any, tmp_path: Path):
    """From the index every page is one click away, with its points beside it."""
    reports = {"ada": graded("right"), "bob=": graded("swapped")}
    index = write_pages(grades(reports), tmp_path / "deep" / "pages")
    page = Page(index.read_text(encoding="utf-8"))
    assert page.links == ["ada.html", "bob=.html"]
    assert all((index.parent / str(link)).is_file() for link in page.links)
    assert "94 / 100" in page.words
    student = Page((index.parent / "bob=.html").read_text(encoding="utf-8"))
    assert "94 of 100 points" in student.words and "12 / 15" in student.words


def test_pages_that_cannot_be_written(graded: Any, tmp_path: Path):
    """A place that cannot be written is named."""
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="pages cannot be written here"):
        write_pages(grades({"ada": graded("stubs")}), tmp_path / "file" / "pages")
