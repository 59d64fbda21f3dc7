"""The page that `nbgrader generate_feedback` gives a student, smaller and with names.

nbgrader's own carries all of Bootstrap and of the notebook's style sheet, repeats every given cell,
and lists "Test cell" and "Comment" many times over without saying which.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from nbconvert.exporters import HTMLExporter
from nbformat import v4
from nbgrader.api import Gradebook

from autograder.feedback import decided_by_hand, points, to_be_graded, to_card
from autograder.language import ENGLISH, Language, say, speaking
from autograder.language.tables import language

_STYLE = """\
<style>
:root { color-scheme: light dark; }
body { font-family: system-ui, sans-serif; line-height: 1.5; margin: 1em auto; max-width: 62em;
       padding: 0 1em; }
pre { overflow-x: auto; white-space: pre-wrap; }
.panel { border: 1px solid rgba(128,128,128,.35); border-radius: 6px; margin: 1em 0; }
.panel-heading, .panel-footer { background: rgba(128,128,128,.12); padding: .4em .8em; }
.panel-body { padding: .4em .8em; }
.pull-right { float: right; }
.prompt { display: none; }
.input_area { background: rgba(128,128,128,.08); border-radius: 4px; padding: .1em .8em; }
table { border-collapse: collapse; }
.late-penalty { color: #d2413a; }
</style>
"""

#: An entry of the list at the top: which cell it leads to, and what nbgrader calls it.
_ENTRY = re.compile(
    r'<a href="#(comment-)?([\w.-]+)">'
    r"(Test cell|Comment|Coding free-response|Written response|Task)</a>"
)


#: What takes half of a page and says nothing: a tag around each word of code, with a sheet of
#: colours for them, the numbers that a kernel would give to cells, and empty lines.
_CODE = re.compile(r'<div class="highlight hl-[\w-]+"><pre>.*?</pre></div>', re.DOTALL)
_SPAN = re.compile(r"</?span[^>]*>")
_COLOURS = re.compile(r'<style type="text/css">\s*pre \{ line-height.*?</style>', re.DOTALL)
_NUMBER = re.compile(r'<div class="prompt[^"]*">[^<]*</div>')
_BLANK = re.compile(r"\n\s*\n(?=\s*<)")


def _smaller(page: str) -> str:
    page = _CODE.sub(lambda code: _SPAN.sub("", code[0]), page)
    return _BLANK.sub("\n", _NUMBER.sub("", _COLOURS.sub("", page)))


class FeedbackPage(HTMLExporter):
    """nbgrader's feedback page with a style sheet of its own and a list that names its cells."""

    def _init_resources(self, resources: Any) -> Any:
        resources = super()._init_resources(resources)
        include = resources["include_css"]

        def include_css(name: str) -> Any:
            return Markup(_STYLE) if name == "bootstrap.min.css" else include(name)

        resources["include_css"] = include_css
        return resources

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Write the page."""
        with speaking(_spoken_in(nb)):
            return self._written(nb, resources, **kw)

    def _written(
        self, nb: Any, resources: dict[str, Any] | None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        shown = copy.deepcopy(nb)
        grades = _grades((resources or {}).get("nbgrader", {}))
        waiting = {name: grade for name, grade in grades.items() if grade.waits}
        shown.cells = [cell for cell in shown.cells if _is_for_students(cell, waiting)]
        for cell in shown.cells:
            about = cell.metadata.get("nbgrader", {})
            if cell.cell_type == "code" and about.get("locked") and not about.get("grade"):
                cell.source = "# " + say("A given cell, as it was released.")
            name = about.get("grade_id", "")
            if cell.cell_type == "code" and name in grades and (said := grades[name].in_words()):
                card = v4.new_output("display_data", data={"text/html": to_card(said)})
                cell.outputs = [*cell.outputs, card]
        page, resources = super().from_notebook_node(shown, resources, **kw)
        page = _still_open(page, waiting)
        return _smaller(_ENTRY.sub(_named, page)), resources


def _spoken_in(nb: Any) -> Language:
    """Give the language that a released notebook says it is in."""
    for cell in nb.cells:
        if "check.load(" in cell.source:
            found = re.search(r"'language': '(\w+)'", cell.source)
            return language(found[1]) if found else ENGLISH
    return ENGLISH


@dataclass(frozen=True, slots=True)
class _Grade:
    """What the gradebook has of a cell: what counts, and who gave it."""

    score: float
    possible: float
    by_machine: float | None
    by_a_person: float | None
    waits: bool

    def in_words(self) -> str:
        """Say that a person decided otherwise than the machine, if that is so."""
        given = self.by_a_person
        if given is None or self.by_machine is None or given == self.by_machine:
            return ""
        return decided_by_hand(given, self.possible, "", instead_of=self.by_machine)


def _grades(place: Any) -> dict[str, _Grade]:
    """Give what the gradebook has of each graded cell.

    What a person gave counts until a person changes it, also where nbgrader wants it to be looked
    at again since the submission was graded anew.
    """
    if "db_url" not in place:
        return {}
    with Gradebook(place["db_url"]) as gradebook:
        where = place["notebook"], place["assignment"], place["student"]
        return {
            grade.name: _Grade(
                grade.score,
                grade.max_score,
                grade.auto_score,
                grade.manual_score,
                bool(grade.needs_manual_grade) and grade.manual_score is None,
            )
            for grade in gradebook.find_submission_notebook(*where).grades
        }


def _is_for_students(cell: Any, waiting: Mapping[str, _Grade]) -> bool:
    """Say whether a cell may stand on the page: a rubric that was not shown, once it is applied."""
    about = cell.metadata.get("adlearn", {})
    if about.get("role") != "rubric":
        return True
    return bool(about.get("shown")) or about.get("cell") not in waiting


_SCORE = r"Score: (-?[\d.]+) / ([\d.]+)"


def _still_open(page: str, waiting: Mapping[str, _Grade]) -> str:
    """Say of points that a person still gives that they are open; nbgrader calls them 0."""
    if not waiting:
        return page
    for name, grade in waiting.items():
        words, cell = to_be_graded(grade.possible), re.escape(name)
        page = re.sub(rf'(href="#{cell}">[^<]*</a> \()Score: [^)]*', rf"\g<1>{words}", page)
        place = rf'(<a name="{cell}"></a>(?:(?!<a name=).)*?){_SCORE}'
        page = re.sub(place, rf"\g<1>{words}", page, count=1, flags=re.DOTALL)
    scores = sum(grade.score for grade in waiting.values())
    points_ = sum(grade.possible for grade in waiting.values())

    def total(found: re.Match[str]) -> str:
        own, most = float(found[1]) - scores, float(found[2]) - points_
        return f"(Score: {points(own)} / {points(most)} + {to_be_graded(points_, short=True)})</h4>"

    return re.sub(rf"\({_SCORE}\)</h4>", total, page, count=1)


def _named(entry: re.Match[str]) -> str:
    comment, name = entry[1], entry[2]
    called = f"<code>{name}</code>"
    words = say("Comment on {cell}", cell=called) if comment else called
    return f'<a href="#{comment or ""}{name}">{words}</a>'
