"""From an assignment's one text source to its notebooks, the same bytes every time.

The source version (for instructors) holds the solutions; the release version (for students) holds
stubs. Both carry the public checks in one collapsed, locked cell, so that a single downloaded file
works wherever adlearn is installed.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import adlearn
from autograder.asking.checks import load_checks
from autograder.bank_answers import OwnCell
from autograder.errors import AssignmentError
from autograder.files import write_whole
from autograder.installing import first_cell
from autograder.language.collecting import of_grader
from autograder.language.packs import of_public
from autograder.language.tables import Sentence, carried
from autograder.mistakes.outline import outlined
from autograder.pack import Assignment
from autograder.rubric import to_markdown
from autograder.source import END_SOLUTION, TemplateCell
from autograder.variants.opened import ID_CELL, places

#: Of every notebook that is made here: it runs in the environment's own Python.
NOTEBOOK_METADATA: dict[str, Any] = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "name": "python", "pygments_lexer": "ipython3"},
}


def source_notebook(assignment: Assignment, install: str | None = None) -> Any:
    """Build the instructor's notebook, solutions included.

    Parameters
    ----------
    assignment : Assignment
    install : str, optional
        What the first cell installs where adlearn is missing; by default the assignment's setting.

    Returns
    -------
    nbformat.NotebookNode
        Format 4.5, valid for nbgrader's ``generate_assignment``.
    """
    import nbformat.v4

    notebook = nbformat.v4.new_notebook(metadata=json.loads(json.dumps(NOTEBOOK_METADATA)))
    built = {
        "public-checks": embedded_checks(assignment),
        "setup": first_cell(assignment.install if install is None else install),
    }
    open_ = assignment.one_for_all
    cells = assignment.filled_with(*places(assignment.values)) if open_ else assignment.cells
    for number, cell in enumerate(cells):
        source = built.get(cell.role, cell.source)
        if rubric := rubric_cell(assignment, cell.id):
            if assignment.rubrics[cell.id].show:
                notebook.cells.append(rubric)
            else:
                source = _with_rubric(cell, rubric.source)
        make = nbformat.v4.new_code_cell if cell.kind == "code" else nbformat.v4.new_markdown_cell
        made = make(source, metadata=json.loads(json.dumps(dict(cell.metadata))))
        made["id"] = cell.id or f"{assignment.name}-{number:03d}"
        notebook.cells.append(made)
        if open_ and cell.role == "public-checks":
            notebook.cells.append(nbformat.v4.new_code_cell(ID_CELL, id="student-id"))
    nbformat.validate(notebook)
    return notebook


def rubric_cell(assignment: Assignment, cell: str) -> Any:
    """Make the text that says what an open cell is given points for; None if nothing is said."""
    import nbformat.v4

    rubric = assignment.rubric_of(cell)
    if rubric is None:
        return None
    unit = "point" if rubric.points == 1 else "points"
    text = to_markdown(rubric, f"{rubric.points:g} {unit}")
    return nbformat.v4.new_markdown_cell(text, id=f"{cell[:57]}-rubric")


def _with_rubric(cell: TemplateCell, rubric: str) -> str:
    """Put a rubric that students do not see where the solution of an open cell stands."""
    lines = cell.source.split("\n")
    place = next((number for number, line in enumerate(lines) if END_SOLUTION in line), len(lines))
    return "\n".join([*lines[:place], "", rubric, *lines[place:]])


def release_notebook(assignment: Assignment, install: str | None = None) -> Any:
    """Build the student's notebook: stubs for solutions, locked cells locked, checksums set.

    The work is done by nbgrader's own preprocessors, so that the result is what its
    ``generate_assignment`` would release.
    """
    from nbgrader import preprocessors

    notebook = source_notebook(assignment, install)
    resources: dict[str, Any] = {"metadata": {"name": assignment.name}}
    for preprocessor in (
        preprocessors.LockCells(),
        preprocessors.ClearSolutions(),
        preprocessors.ClearOutput(),
        preprocessors.CheckCellMetadata(),
        preprocessors.ComputeChecksums(),
    ):
        notebook, resources = preprocessor.preprocess(notebook, resources)
    return notebook


def answered_notebook(
    assignment: Assignment, cells: Mapping[str, str] | None = None, own: Sequence[OwnCell] = ()
) -> Any:
    """Build a submission: the released notebook with every answer filled in.

    Parameters
    ----------
    assignment : Assignment
    cells : mapping, optional
        Cell id to the text that takes the place of the reference answer.
    own : sequence of OwnCell
        Cells to add; of two after the same cell, the one that comes first here stands first.

    Raises
    ------
    AssignmentError
        If `cells` names a cell that the assignment does not have.
    """
    import nbformat.v4

    answers = {**assignment.answers(), **(cells or {})}
    unknown = {*answers, *(added.beside for added in own)} - set(assignment.by_id)
    if unknown:
        raise AssignmentError(f"{assignment.name} has no cell called {', '.join(sorted(unknown))}.")
    notebook = release_notebook(assignment)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell["source"] = answers[name]
    before = [one for one in enumerate(own) if one[1].where == "before"]
    after = [one for one in enumerate(own) if one[1].where == "after"]
    for number, added in [*before, *reversed(after)]:
        place = [cell.id for cell in notebook.cells].index(added.beside)
        cell = nbformat.v4.new_code_cell(added.source, id=f"own-{number}")
        notebook.cells.insert(place + (added.where == "after"), cell)
    return notebook


def notebook_text(notebook: Any) -> str:
    """Write a notebook as the text of its file: the same notebook gives the same text."""
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def write_notebook(notebook: Any, path: Path) -> Path:
    """Write a notebook so that the same notebook gives the same bytes, and give its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_whole(notebook_text(notebook), path)


_EMBEDDED = """\
# Public checks: run this cell once. It is locked, and you never need to read it.
try:
    from autograder import check
except ImportError as error:
    raise ImportError(f"{{error}}. Run the notebook's first cell; it says what to do.") from None

check.load(
    {name!r},
    {title!r},
    version={version!r},
    questions={questions},
    cells={cells},
    points={points},
    hidden={hidden},
    outline={outline},{carried}{numbers}
    source={source},
)
"""


def embedded_checks(assignment: Assignment, graded: bool = True) -> str:
    """Give the text of the cell that carries the public checks.

    Parameters
    ----------
    assignment : Assignment
    graded : bool
        Whether what is written in the notebook will be graded: then checks say how many hidden
        ones will run as well.
    """
    hidden: dict[str, int] = {}
    for check in load_checks(assignment.check_sources(), assignment.by_id) if graded else ():
        hidden[check.cell] = hidden.get(check.cell, 0) + check.hidden
    public = public_sources(assignment)
    if len(public) == 1:
        (source,) = map(_quoted, public.values())
    else:
        source = _table((name, _quoted(text)) for name, text in public.items())
    settings = dict(assignment.carried)
    if assignment.speech.own is not None:
        settings["sentences"] = carried(assignment.speech, _said(assignment, public))
    return _EMBEDDED.format(
        name=assignment.name,
        title=assignment.title,
        version=adlearn.__version__,
        questions=json.dumps(dict(assignment.questions)),
        cells=json.dumps({name: assignment.by_id[name].question for name in assignment.points}),
        points=json.dumps(dict(assignment.points)),
        hidden=json.dumps(hidden),
        outline=_table((name, repr(fields)) for name, fields in outlines(assignment).items()),
        carried=f"\n    settings={settings!r}," if settings else "",
        numbers=_numbers(assignment),
        source=source,
    )


def _numbers(assignment: Assignment) -> str:
    """Write what the checks in a notebook know of its numbers: them, or how they are drawn."""
    if not assignment.values:
        return ""
    told = assignment.edition.variants if assignment.edition is not None else None
    if assignment.one_for_all and told is not None:
        text = (assignment.folder / "variants.py").read_text(encoding="utf-8")
        return f"\n    draws={{'word': {told.word!r}, 'source': {text!r}}},"
    numbers = {question: dict(values) for question, values in assignment.values.items()}
    return f"\n    numbers={numbers!r},"


def _said(assignment: Assignment, public: Mapping[str, str]) -> list[Sentence]:
    """Give the sentences that are said in a student's notebook: none that a hidden check says."""
    places = [*of_grader(), *of_public(assignment, public)]
    return [place.sentence for place in places]


def _table(lines: Iterable[tuple[str, str]]) -> str:
    return "{\n" + "".join(f"        {name!r}: {text},\n" for name, text in lines) + "    }"


def outlines(assignment: Assignment) -> dict[str, tuple[Any, ...]]:
    """Give the fields of the outline of each given and answer cell, but its id, by that."""
    asked = {one: assignment.own_answer_of(one) for one in assignment.points}
    made = [
        outlined(
            cell.id,
            cell.role,
            cell.question,
            cell.released,
            tuple(sorted(cell.questions - {cell.question})),
            tuple(graded for graded, answer in asked.items() if answer == cell.id),
        )
        for cell in assignment.cells
        if cell.role in ("given", "answer") and cell.kind == "code" and cell.id
    ]
    fields: dict[str, tuple[Any, ...]] = {}
    for one in made:
        fields[one.id] = (one.role, one.question, one.title, one.digest, one.skeleton)
        if one.others or one.graded:
            fields[one.id] += (one.others,)
        if one.graded:
            fields[one.id] += (one.graded,)
    return fields


def _quoted(text: str) -> str:
    text = text.strip("\n")
    return f"r'''\n{text}\n'''"


def public_sources(assignment: Assignment) -> dict[str, str]:
    """Give the name and the public part of each file with checks that has any public one.

    Raises
    ------
    AssignmentError
        If the text of one cannot stand in the cell that carries it.
    """
    found = {}
    for path, text in assignment.check_sources().items():
        public = public_source(text)
        if "'''" in public:
            raise AssignmentError(
                f"{path}: write docstrings with three double quotes; three single quotes end the "
                "cell that carries the checks."
            )
        if re.search(r"^def test_", public, re.MULTILINE):
            found[Path(path).name] = public
    return found


def _hides(decorator: ast.expr) -> bool:
    """Say whether it is the mark ``hidden``, however pytest is imported."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return getattr(called, "attr", getattr(called, "id", "")) == "hidden"


def public_source(text: str) -> str:
    """Drop every top-level definition marked ``@pytest.mark.hidden`` from a module's text."""
    lines = text.splitlines()
    keep = [True] * len(lines)
    for node in ast.parse(text).body:
        decorators = getattr(node, "decorator_list", [])
        if any(map(_hides, decorators)):
            first = min(item.lineno for item in decorators) - 1
            for number in range(first, node.end_lineno or first + 1):
                keep[number] = False
    kept = [line for line, wanted in zip(lines, keep, strict=True) if wanted]
    return "\n".join(_without_wide_gaps(kept)) + "\n"


def _without_wide_gaps(lines: list[str]) -> list[str]:
    """Keep at most two blank lines in a row, as removing a function leaves four."""
    kept: list[str] = []
    for line in lines:
        if line.strip() or kept[-2:] != ["", ""]:
            kept.append(line if line.strip() else "")
    return kept
