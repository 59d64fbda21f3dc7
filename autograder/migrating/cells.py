"""What becomes of each cell of the notebook."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.errors import SubmissionError
from autograder.migrating import solutions
from autograder.migrating.asked import Asked
from autograder.migrating.claims import Test, share_out, shares
from autograder.migrating.decided import Decided
from autograder.migrating.given import add_missing_given, decide_given
from autograder.migrating.own_tests import own_test
from autograder.migrating.reading import Source, SourceCell
from autograder.migrating.target import NewCell, Target, marks, valid_id
from autograder.names import plain

#: How long the title of a question may be.
MAX_TITLE = 80


def decide(source: Source, asked: Asked) -> Decided:
    """Say what becomes of each cell of a notebook.

    Raises
    ------
    SubmissionError
        If a cell cannot be brought over.
    """
    found = Decided(source, asked, [Target(cell) for cell in source.cells])
    _rename(found)
    own = _answers(found)
    _questions(found, own)
    _tests(found, own)
    _by_hand(found)
    decide_given(found.targets, asked, found.new_id)
    add_missing_given(found)
    _last_touches(found)
    return found


def _rename(found: Decided) -> None:
    """See to it that every id can be that of a cell of a notebook, too."""
    for target in found.targets:
        if target.cell.id and valid_id(target.cell.id) == target.cell.id:
            found.taken.add(target.cell.id)
    for target in found.targets:
        if target.cell.id and target.cell.id not in found.taken:
            target.marks["grade_id"] = found.new_id(target.cell.id)
            target.why.append("an id has letters, digits, - and _ alone, 64 at most")


def _answers(found: Decided) -> dict[int, str]:
    """Decide about solution cells; give the notebook's own answers, by number."""
    own: dict[int, str] = {}
    for target, runs in solutions.read(found.targets, found.asked):
        number = target.cell.number
        for run in runs:
            found.hosts.update(dict.fromkeys(run.answers, number))
        if not runs and not target.cell.by_hand:
            own[number] = f"own {number}"
        target.runs = runs
    found.hosts = dict(sorted(found.hosts.items(), key=lambda item: found.asked.order[item[0]]))
    return own


def _questions(found: Decided, own: Mapping[int, str]) -> None:
    """Name the questions: ours keep their ids, and have the headings of the notebook as titles."""
    assignment = found.asked.assignment
    headings = _headings(found.source.cells)
    titles: dict[str, str] = {}
    for question, title in assignment.questions.items():
        numbers = [n for a, n in found.hosts.items() if found.asked.answers[a].question == question]
        asks = any(question in found.asked.questions_of(answer) for answer in found.hosts)
        if asks:
            titles[question] = headings.get(min(numbers), "") if numbers else ""
            if not titles[question] or list(titles.values()).count(titles[question]) > 1:
                titles[question] = title
    ours = len(titles)
    for number in sorted(
        {*own, *(c.number for c in found.source.cells if c.by_hand and not _ours(found, c))}
    ):
        heading, name = headings.get(number, ""), f"own{len(titles) - ours + 1}"
        cell = found.source.cells[number - 1]
        fresh = heading and heading not in titles.values()
        titles[name] = heading if fresh else f"Your own question: {cell.id}"[:MAX_TITLE]
        found.targets[number - 1].question = name
    found.questions = titles


def _ours(found: Decided, cell: SourceCell) -> bool:
    return cell.number in found.hosts.values()


def _headings(cells: Sequence[SourceCell]) -> dict[int, str]:
    """Give the last heading above each cell."""
    found, last = {}, ""
    for cell in cells:
        if cell.kind == "markdown" and not cell.by_hand:
            lines = re.findall(r"^#{1,6}\s+(.+?)\s*#*$", cell.text, re.MULTILINE)
            last = plain(lines[-1])[:MAX_TITLE] if lines else last
        found[cell.number] = last
    return found


def _tests(found: Decided, own: Mapping[int, str]) -> None:
    """Decide about graded cells: ours take the place of tests, and own tests become checks."""
    asked, assignment = found.asked, found.asked.assignment
    own_names = {
        name: own[target.cell.number]
        for target in found.targets
        if target.cell.number in own
        for one in target.cell.statements
        for name in one.names
        if name not in asked.owner and name not in asked.given_names
    }
    tests: list[Test] = []
    block: list[str] = []
    near: tuple[str, ...] = ()
    for target in found.targets:
        cell = target.cell
        mine = [answer for run in target.runs for answer in run.answers]
        if cell.number in own:
            mine = [own[cell.number]]
        block += mine
        if cell.is_test and not cell.points:
            _ungraded(found, target, [*block, *near])
        elif cell.is_test or (cell.by_hand and mine):
            near = tuple(block) or near
            tests.append(Test(cell, tuple(block), near))
            block = []
    complete = set(assignment.questions) <= set(found.questions)
    whole = frozenset() if complete else solutions.whole_cells(assignment)
    found.left = [*share_out(tests, found.hosts, own_names, asked, whole), *whole]
    _merge(found, tests)
    for test in tests:
        target = found.targets[test.cell.number - 1]
        if test.own:
            _own(found, target, test, own)
        elif test.takes:
            _replaced(found, target, test)
    for target in found.targets:
        _answer(found, target)


def _ungraded(found: Decided, target: Target, near: Sequence[str]) -> None:
    """A test that is worth nothing: students may run ours."""
    answers = [answer for answer in near if answer in found.hosts]
    question = found.asked.answers[answers[0]].question if answers else ""
    name = str(target.marks["grade_id"])
    target.marks = marks(name)
    if question:
        target.ours = {"role": "check", "question": question}
        target.text = f'check("{question}")'
        target.why.append("it was worth no points; our public checks take its place")
    else:
        target.ours = {"role": "demo"}
        target.why.append("it is worth no points, and is not run in grading")


def _merge(found: Decided, tests: Sequence[Test]) -> None:
    """Put the points of tests that ask nothing more into the others'."""
    for test in tests:
        if test.into is not None:
            into = found.targets[test.into.number - 1]
            into.marks["points"] = into.marks["points"] + test.cell.points
            into.why.append(f"it has the points of cell {test.cell.number}, too")
            target = found.targets[test.cell.number - 1]
            target.removed = True
            target.why.append(f"our checks in cell {test.into.number} ask that as well")


def _replaced(found: Decided, target: Target, test: Test) -> None:
    """A test becomes our checks: one graded cell for each question that it asks."""
    assignment = found.asked.assignment
    groups: dict[str, list[str]] = {}
    for name in test.takes:
        groups.setdefault(assignment.by_id[name].question, []).append(name)
    worth = [sum(assignment.points[name] for name in names) for names in groups.values()]
    points = shares(float(target.marks["points"]), worth)
    mine = str(target.marks["grade_id"])
    made = []
    for number, (question, names) in enumerate(groups.items()):
        split = number or target.cell.by_hand
        wish = f"{mine}-{question}" if number else f"{mine}-points"
        name = found.new_id(wish) if split else mine
        found.moved.update(dict.fromkeys(names, name))
        found.points[name] = points[number]
        ours = {"role": "points", "question": question}
        if answer := _alone(found, test, names):
            ours["answer"] = answer
        made.append((marks(name, points[number]), ours, f'check.points("{name}")'))
    if not target.cell.by_hand:
        target.marks, target.ours, target.text = made.pop(0)
        what = ", ".join(test.takes)
        target.why.append(f"our checks of {what} take the place of its tests")
    for new_marks, ours, text in made:
        why = f"{new_marks['points']} of the points of cell {target.cell.number}"
        target.after.append(NewCell(text, new_marks, ours, why))
    if len(groups) > 1:
        target.why.append("a graded cell asks one question: it becomes several")


def _alone(found: Decided, test: Test, names: Sequence[str]) -> str:
    """Give the cell whose answer a graded cell asks, if it is one, the last that stands above it.

    That is none where a cell was cut in two, for the answer is then its last part alone.
    """
    answers = {found.asked.assignment.answer_of(name) for name in names}
    above = [n for n in found.hosts.values() if n <= test.cell.number]
    own = [t.cell.number for t in found.targets if t.question and t.cell.is_solution]
    above += [n for n in own if n < test.cell.number]
    hosts = {found.hosts[answer] for answer in answers}
    if len(hosts) != 1 or not above or hosts != {max(above)}:
        return ""
    (number,) = hosts
    target = found.targets[number - 1]
    return str(target.marks["grade_id"]) if len(target.runs) == 1 else ""


def _own(found: Decided, target: Target, test: Test, own: Mapping[int, str]) -> None:
    """A test of the notebook's own question becomes a check that runs its asserts."""
    numbers = [number for number, name in own.items() if name in test.near]
    question = found.targets[numbers[-1] - 1].question if numbers else ""
    if not question:
        question = f"own{sum(one.startswith('own') for one in found.questions) + 1}"
        found.questions[question] = f"Your own question: {test.cell.id}"[:MAX_TITLE]
    name = str(target.marks["grade_id"])
    try:
        made = own_test(test.cell, name, question, float(target.marks["points"]))
    except ValueError as error:
        raise SubmissionError(
            found.source.path, f"cell {test.cell.number}: its tests {error}", "Rewrite that line."
        ) from error
    found.own_tests.append(made)
    target.own_test = True
    found.points[name] = float(target.marks["points"])
    target.text = f'check.points("{name}")'
    target.marks = marks(name, target.marks["points"])
    target.ours = {"role": "points", "question": question}
    target.why.append(f"a question of your own: its asserts stand in checks/{question}.py")


def _answer(found: Decided, target: Target) -> None:
    """A solution cell becomes an answer, or several."""
    cell = target.cell
    name = str(target.marks.get("grade_id", ""))
    if target.runs:
        asked_for = {found.asked.assignment.by_id[one].question for one in found.moved}
        made = []
        for number, run in enumerate(target.runs):
            new = name if not number else found.new_id(f"{name}-{run.question}")
            ours: dict[str, Any] = {"role": "answer", "question": run.question}
            parts = {one: q for one, q in run.parts.items() if q in asked_for}
            ours |= {"parts": parts} if parts else {}
            made.append((run.text, marks(new, solution=True), ours))
        target.text, target.marks, target.ours = made[0]
        for text, new_marks, ours in reversed(made[1:]):
            why = f"the second part of cell {cell.number}, which answered several questions"
            target.after.insert(0, NewCell(text, new_marks, ours, why))
        answers = [one.removesuffix("-answer") for run in target.runs for one in run.answers]
        target.why.insert(0, f"it answers our {', '.join(answers)}")
        if made[1:]:
            target.why.append("a cell answers one question: it is cut")
        if cell.by_hand:
            target.why.append("our checks grade it from now on; its points are in the cell below")
    elif cell.is_solution and not cell.by_hand:
        target.marks = marks(name, solution=True)
        target.ours = {"role": "answer", "question": target.question}
        target.why.append("a question of your own")


def _by_hand(found: Decided) -> None:
    """What a person grades stays so."""
    for target in found.targets:
        cell = target.cell
        if cell.by_hand and not target.runs:
            name, points = str(target.marks["grade_id"]), target.marks["points"]
            target.marks = marks(name, points, solution=True)
            target.ours = {"role": "open", "question": target.question}
            target.why.append("a person grades it, in nbgrader's formgrader, as before")
        elif cell.marks.get("task"):
            target.why.append("a task: a person grades it, in nbgrader's formgrader, as before")


def _last_touches(found: Decided) -> None:
    """Add the first cell, the public checks and the cells that run them."""
    for target in found.targets:
        if target.cell.kind == "raw":
            target.kind, target.text = "markdown", f"```\n{target.text}\n```"
            target.why.append("notebooks of ours have no raw cells")
        if target.cell.attached:
            target.why.append(
                f"its attached picture ({', '.join(target.cell.attached)}) does not come along: "
                "put a file beside the notebook"
            )
    setup = NewCell(
        "# The build puts the first cell here: it installs adlearn where that is missing.",
        marks(found.new_id("setup")),
        {"role": "setup"},
        "it brings `check`",
    )
    carrier = NewCell(
        "# The build puts the public checks here.",
        marks(found.new_id("public-checks")),
        {"role": "public-checks"},
        "what students can run",
    )
    first = next(n for n, target in enumerate(found.targets) if target.cell.kind == "code")
    place = found.targets[first - 1].after if first else found.top
    place[:0] = [setup, carrier]
    for question in found.questions:
        places = [t for t in found.targets if question in _graded_in(t)]
        there = any(t.ours == {"role": "check", "question": question} for t in found.targets)
        public = any(question == t.question and t.visible for t in found.own_tests)
        ours = any(found.asked.assignment.by_id[n].question == question for n in found.moved)
        if places and not there and (public or ours):
            name = found.new_id(f"{question}-check")
            role = {"role": "check", "question": question}
            text, why = f'check("{question}")', "students run the public checks of the question"
            places[-1].after.append(NewCell(text, marks(name), role, why))


def _graded_in(target: Target) -> set[str]:
    """Give the questions whose points are in a cell, or in those that come after it."""
    every = [target.ours, *(new.ours for new in target.after)]
    return {str(ours["question"]) for ours in every if ours.get("role") == "points"}
