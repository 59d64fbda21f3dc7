"""What README and docs show is what runs: every Python block is executed, every output compared."""

import contextlib
import io
import linecache
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
CODE = re.compile(r"^(```+)\{?\w.*?^\1$", re.DOTALL | re.MULTILINE)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", [p for p in PAGES if "```python" in p.read_text()], ids=str)
def test_python_blocks_print_what_the_page_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # pages save files
    names = {}
    printed = ""
    for language, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        if language == "python":
            output = io.StringIO()
            name = f"<{page.stem} {text!r}>"
            linecache.cache[name] = len(text), None, text.splitlines(keepends=True), name
            with contextlib.redirect_stdout(output):
                exec(compile(text, name, "exec"), names)
            printed = output.getvalue()
        elif language == "text":
            assert printed == text, f"{page.name} shows an output that is not what runs"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_commands_on_the_page_exist(page):
    from autograder.cli import _parser

    commands = {
        name
        for action in _parser()._subparsers._group_actions  # argparse keeps them nowhere public
        for name in action.choices
    }
    text = page.read_text(encoding="utf-8")
    shown = re.findall(r"^autograder (\w+)", text, re.MULTILINE)
    assert set(shown) <= commands
    added = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]
    shown = re.findall(r"(?:^|`|&& )adlearn (\w+)", text, re.MULTILINE)
    assert set(shown) <= added["adlearn.commands"].keys()


def test_what_a_course_is_asked_for_exists():
    from autograder.course.command import _parser

    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    lines = set(re.findall(r"(?:^|`)(adlearn course [^`\n]+)", text, re.MULTILINE))
    assert len(lines) >= 4
    for line in lines:
        _parser().parse_args(line.split()[2:])  # which ends the program if it cannot be


def test_every_program_of_a_course_has_the_test_that_is_named():
    text = (ROOT / "docs" / "reference" / "courses.md").read_text(encoding="utf-8")
    named = re.findall(r"\[`(test_\w+)`\]\(\.\./\.\./([^)]+)\)", text)
    assert len(named) >= 40
    for name, path in named:
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), (name, path)


def test_every_import_that_a_course_is_told_to_write_works():
    text = (ROOT / "docs" / "how-to" / "move-a-course.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| `[^`]+` \| `((?:import|from) adlearn[^`]+)` \|$", text, re.MULTILINE)
    assert len(lines) >= 15
    for line in lines:
        exec(line, {})


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_and_pictures_lead_somewhere(page):
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if not target.startswith("http"):
            assert (page.parent / target).is_file(), f"{page.name} links to {target}"
