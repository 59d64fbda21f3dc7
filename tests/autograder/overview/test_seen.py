"""A submission as its student saw it: all of it, with what was found, and nothing of it alive."""

from __future__ import annotations

import base64
import dataclasses
import json
import shutil
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from autograder.cli import main
from autograder.overview.notebook_html import MAX_TEXT, Shown
from autograder.overview.seen_page import read_submitted, seen_page
from autograder.report import Decision

SCRIPT = "<script>document.title = 'taken over'</script>"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 30).decode()


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words += data


def run(*arguments: object) -> int:
    return main([str(one) for one in arguments])


@pytest.fixture
def swapped(shelf: Mapping[str, Path], reports: Any, scalar: Any) -> Any:
    """Write the page of the submission with a swapped product rule."""

    def write(**changes: Any) -> str:
        report = dataclasses.replace(reports["swapped"], **changes)
        return seen_page("ada", read_submitted(shelf["swapped"]), scalar, report)

    return write


def test_what_was_found_stands_beside_the_graded_cell(swapped: Any, scalar: Any) -> None:
    page = swapped()
    cells = page.split('<section class="cell')
    (mul,) = [one for one in cells if "q1-mul, " in one]
    assert "mul-swapped" in mul and "0 of 3 points" in mul
    assert [one for one in cells if "only for you" in one] == [mul]
    told, _, private = mul.partition("only for you")
    assert "not right yet" in told
    hidden = "test_mul_everywhere"
    assert hidden in private and hidden not in told and "expected" in private
    for graded in ("q1-sub", "q4-step"):
        (one,) = [part for part in cells if f": {graded}, " in part]
        assert "points" in one
    for text in ("In this assignment you write a small library", "class _mul(AutogradValue)"):
        assert text in page


def test_a_decision_and_a_private_note_are_shown(swapped: Any) -> None:
    decision = Decision("q1-mul", "q1", 2.0, 3.0, "The idea is <right>.", "me", "", 0.0)
    page = swapped(decisions=(decision,), private=("a private <note>",))
    assert page.count("Decided by hand: 2 of 3 points") == 1
    assert page.count("The idea is &lt;right&gt;.") == 1
    assert "a private &lt;note&gt;" in page


def test_graded_cells_that_are_not_in_the_notebook_are_not_lost(
    shelf: Mapping[str, Path], reports: Any, scalar: Any, tmp_path: Path
) -> None:
    notebook = json.loads(shelf["swapped"].read_text())
    notebook["cells"] = [one for one in notebook["cells"] if not one["id"].startswith("q1-mul")]
    path = tmp_path / "x.ipynb"
    path.write_text(json.dumps(notebook))
    page = seen_page("ada", read_submitted(path), scalar, reports["swapped"])
    end = page.partition("Graded cells that are not in this notebook")[2]
    assert "(q1-mul): 0 of 3 points" in end and "(q1-sub)" not in end


def test_another_file_than_the_graded_one_is_not_shown_beside_its_verdicts(
    course: tuple[Path, Path], scalar: Any, tmp_path: Path
) -> None:
    submitted, results = tmp_path / "submitted", tmp_path / "results"
    shutil.copytree(course[0], submitted)
    shutil.copytree(course[1], results)
    for path in results.glob("*.json"):
        text = path.read_text().replace(str(course[0]), str(submitted))
        path.write_text(text)
    (submitted / "eva.ipynb").write_text((submitted / "ada.ipynb").read_text())
    assert run("view", results, "eva", "-a", scalar.folder, "-o", tmp_path / "eva.html") == 0
    page = (tmp_path / "eva.html").read_text()
    assert "handed in anew since it was graded, so its" in page
    assert "mul-swapped" not in page and "only for you" not in page
    (submitted / "finn.ipynb").unlink()
    assert run("view", results, "finn", "-a", scalar.folder, "-o", tmp_path / "finn.html") == 0
    page = (tmp_path / "finn.html").read_text()
    assert "there is no such file here any more" in page and "mul-swapped" in page


def test_view_names_what_it_cannot_do(
    course: tuple[Path, Path], scalar: Any, tmp_path: Path, capsys: Any
) -> None:
    def view(output: Path, *names: str) -> int:
        return run("view", course[1], *names, "-a", scalar.folder, "-o", output)

    assert view(tmp_path / "x.html", "eev") == 2
    assert "there is no result of eev. Is it eva?" in capsys.readouterr().err
    assert view(tmp_path / "x.html", "eva", "ada") == 2
    assert "one page holds one submission, and these are 2" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "x.html").write_text("mine")
    assert view(tmp_path / "x.html", "eva") == 2
    assert "no report wrote it" in capsys.readouterr().err
    assert (tmp_path / "x.html").read_text() == "mine"
    assert view(tmp_path, "EVA") == 0
    assert (tmp_path / "submission-eva.html").is_file()
    assert view(tmp_path / "all") == 0
    assert len(list((tmp_path / "all").glob("submission-*.html"))) == 13


HOSTILE_MARKDOWN = [
    SCRIPT,
    '<img src=x onerror="alert(1)">',
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://tracker.example/pixel.png)",
    '<a href="java&#115;cript:alert(1)" onclick=alert(1)>x</a>',
    "<iframe src='https://example.org'></iframe><object data=x></object><embed src=x>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<style>body { display: none }</style>",
    '<form action="https://example.org"><input name=a><button>go</button></form>',
    '<meta http-equiv="refresh" content="0; url=https://example.org">',
    '<base href="https://example.org/">',
    "<math><mtext></p><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "$</script><script>alert(1)</script>$",
    "<div style='position:fixed;inset:0'>x</div>",
    "<details ontoggle=alert(1) open>x</details>",
]


@pytest.mark.parametrize("text", HOSTILE_MARKDOWN)
def test_markdown_cannot_run_load_or_cover_anything(text: str) -> None:
    page = Page(Shown().markdown(text))
    forbidden = {"script", "iframe", "object", "embed", "svg", "style", "form", "input", "button"}
    assert not {tag for tag, _ in page.elements} & {*forbidden, "meta", "base", "link", "math"}
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        link = attributes.get("href", "")
        assert not link or link.startswith(("http://", "https://", "mailto:", "#")), (tag, link)
        assert attributes.get("src", "data:image/").startswith("data:image/")


def test_markdown_is_set_and_attached_pictures_are_shown() -> None:
    text = (
        "# Title\n\n**bold** `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![it](attachment:p.png)"
    )
    page = Page(Shown().markdown(text, {"p.png": {"image/png": PNG}}))
    tags = [tag for tag, _ in page.elements]
    assert {"h3", "strong", "code", "table", "img"} <= set(tags) and "h1" not in tags
    (picture,) = [attributes for tag, attributes in page.elements if tag == "img"]
    assert picture == {"src": f"data:image/png;base64,{PNG}", "alt": "it"}
    assert "¶" not in page.words


@pytest.mark.parametrize(
    "text", ["<b>" * 6_000, "[" * 20_000, "> " * 9_000, "*a " * 6_000, "`" * 19_999, "x" * 70_000]
)
def test_text_that_is_too_much_for_markdown_is_still_text(text: str) -> None:
    assert Page(Shown().markdown(text)).elements


def test_an_html_output_is_in_a_frame_that_can_do_nothing() -> None:
    data = {"text/html": f"<b>hi</b>{SCRIPT}\"'><script>", "text/plain": "hi"}
    shown = Shown().outputs([{"output_type": "display_data", "data": data}], 3)
    ((tag, attributes),) = Page(shown).elements
    assert (tag, attributes["sandbox"], attributes["title"]) == ("iframe", "", "Output of cell 3")
    assert attributes["srcdoc"].endswith(data["text/html"])
    assert "Content-Security-Policy" in attributes["srcdoc"]


@pytest.mark.parametrize(
    ("data", "tag"),
    [
        ({"image/png": PNG, "text/plain": "<Figure>"}, "img"),
        ({"image/svg+xml": [f"<svg onload=x>{SCRIPT}", "</svg>"]}, "img"),
        ({"image/png": 'x" onerror="alert(1)', "text/plain": "no picture"}, "pre"),
        ({"image/png": base64.b64encode(b"<script>").decode(), "text/plain": "none"}, "pre"),
        ({"text/plain": SCRIPT}, "pre"),
        ({"text/plain": 7, "application/x": {}}, "pre"),
    ],
)
def test_an_output_is_shown_as_what_it_is(data: Any, tag: str) -> None:
    shown = Page(Shown().outputs([{"output_type": "execute_result", "data": data}], 1))
    assert [name for name, _ in shown.elements] == [tag]
    (attributes,) = (attributes for _, attributes in shown.elements)
    assert attributes.get("src", "data:image/").startswith("data:image/")
    assert not any(name.startswith("on") for name in attributes)


def test_streams_and_errors_are_text_without_colours_and_not_without_end() -> None:
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["10 %\r20 %\r30 %\n", "<b>"]},
        {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["\x1b[31mE\x1b[0m: v"]},
        {"output_type": "stream", "text": "x" * (MAX_TEXT + 5)},
        *["no output", {"output_type": "stream", "text": {}}, {"output_type": None}],
    ]
    page = Page(Shown().outputs(outputs, 1))
    assert "30 %\n<b>" in page.words and "20 %" not in page.words
    assert "E: v" in page.words and "\x1b" not in page.words
    assert "5 more characters are left out." in page.words


def test_a_page_does_not_grow_without_end() -> None:
    shown = Shown()
    picture = {"image/png": PNG.rstrip("=")[:40] + "A" * 4_000_000}
    one = {"output_type": "display_data", "data": picture}
    page = shown.outputs([one] * 40, 1)
    assert len(page) < 30_000_000 and "is left out here" in page


def test_odd_notebooks_have_a_page(scalar: Any, tmp_path: Path) -> None:
    cells = [
        {"cell_type": "code", "source": ["x = 1\n", 7], "outputs": "none", "metadata": [],
         "execution_count": "1"},
        {"cell_type": "markdown", "source": {}, "attachments": [1]},
        {"cell_type": "raw", "source": SCRIPT},
        {"cell_type": "code", "source": "y\x00\x1b\u202e", "metadata": {"jupyter": []}},
        {"cell_type": SCRIPT, "source": SCRIPT},
        "no cell",
    ]  # fmt: skip
    path = tmp_path / "x.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "cells": cells}))
    page = seen_page("<b>ada", read_submitted(path), scalar, None)
    assert "<script" not in page and "<b>ada" not in page
    assert "y\\x00\\x1b\\u202e" in page


def test_markdown_that_takes_long_does_not_take_for_ever(monkeypatch: Any) -> None:
    monkeypatch.setattr("autograder.overview.notebook_html.MAX_SECONDS", 1e-9)
    shown = Shown()
    assert "<strong>" in shown.markdown("**a**")
    assert "<pre" in shown.markdown("**a**")
