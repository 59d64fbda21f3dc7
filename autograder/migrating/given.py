"""Which cells students are given, which only show something, and what of ours is missing."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from autograder.importing.needs import Edits, needs_of
from autograder.migrating.asked import FOR_PEOPLE, Asked, members, names_in, parsed
from autograder.migrating.decided import Decided
from autograder.migrating.target import NewCell, Target, marks
from autograder.recognize import Statement, defined, statements, without_names


def decide_given(targets: Sequence[Target], asked: Asked, new_id: Callable[[str], str]) -> None:
    """Decide about the cells of code that are neither answers nor tests.

    What defines something of ours, or what answers need, is given: it runs in grading. All else
    only shows something.
    """
    plain = [t for t in targets if t.cell.kind == "code" and not (t.ours or t.removed)]
    known = {*asked.given_names, *asked.owner}
    given = [one for one in plain if known & _defined(one, asked)]
    while True:
        run = [one for one in targets if one.cell.is_solution or one.own_test or one in given]
        needed = {name for one in run for name in _needs(one.cell.text)}
        more = [one for one in plain if one not in given and needed & _heads(one, asked)]
        if not more:
            break
        given += more
    everything = {name for one in targets for name in names_in(one.cell.text)}
    everything |= {*dir(builtins), "check", *known}
    replaced = _replaced(given, asked)
    question = ""
    for target in targets:
        question = target.runs[-1].question if target.runs else question
        if target.ours.get("role") == "answer":
            _leave_calls_out(target, everything)
        elif target in plain:
            if target in given:
                _as_given(target, asked, replaced, new_id)
                _leave_calls_out(target, everything)
            else:
                _as_demo(target, everything, question, new_id)


def _defined(target: Target, asked: Asked) -> frozenset[str]:
    """Give what a cell defines, but for imports of what is not there in grading."""
    return names_in("\n".join(one.text for one in _there(target.cell.statements, asked)))


def _heads(target: Target, asked: Asked) -> set[str]:
    found = _there(target.cell.statements, asked)
    return {name.partition(".")[0] for one in found for name in one.names}


def _there(found: Sequence[Statement], asked: Asked) -> list[Statement]:
    packages = {name.partition(".")[0] for name in asked.assignment.packages}
    packages |= sys.stdlib_module_names
    return [one for one in found if not one.imports or _modules(one.text) <= packages]


def _modules(text: str) -> set[str]:
    """Give the packages that an import takes from."""
    tree = parsed(text)
    node = tree.body[0] if tree is not None else None
    if isinstance(node, ast.Import):
        return {one.name.partition(".")[0] for one in node.names}
    if isinstance(node, ast.ImportFrom):
        return {"." if node.level else str(node.module).partition(".")[0]}
    return set()


def _needs(text: str) -> frozenset[str]:
    tree = parsed(text)
    return needs_of(text).all - defined(text) if tree is not None and tree.body else frozenset()


def _as_given(
    target: Target, asked: Asked, replaced: Mapping[str, str], new_id: Callable[[str], str]
) -> None:
    name = str(target.marks.get("grade_id", "")) or new_id(f"given-{target.cell.number}")
    target.marks, target.ours = marks(name), {"role": "given"}
    target.why.append("the answers need it")
    tree = parsed(target.text)
    edits = Edits(target.text)
    for node in tree.body if tree is not None else []:
        if isinstance(node, ast.ClassDef) and node.name in replaced:
            for one in node.decorator_list:
                edits.drop_decorator(one)
            edits.replace(node, asked.given_text(node.name))
            why = f"our {node.name} takes the place of yours"
            target.why.append(f"{why}, {replaced[node.name]}" if replaced[node.name] else why)
    target.text = str(edits)


def _replaced(targets: Sequence[Target], asked: Asked) -> dict[str, str]:
    """Give the classes that ours take the place of, each with what it lacks.

    Our checks count on what ours have. Those that stand in one cell of ours fit together, and so
    all of them are replaced if one is.
    """
    found: dict[str, str] = {}
    for target in targets:
        tree = parsed(target.cell.text)
        for node in tree.body if tree is not None else []:
            if isinstance(node, ast.ClassDef) and node.name in asked.members:
                lacking = sorted(asked.members[node.name] - members(node))
                more = sorted(members(node) - asked.members[node.name] - FOR_PEOPLE)
                alone = f" (yours alone has {_few(more)})" if more else ""
                found[node.name] = f"which lacks {_few(lacking)}{alone}" if lacking else ""
    cells = {asked.given_names[name].id for name, lacks in found.items() if lacks}
    return {n: lacks for n, lacks in found.items() if asked.given_names[n].id in cells}


def _few(names: Sequence[str]) -> str:
    said = ", ".join(names[:4])
    return said if len(names) <= 4 else f"{said} and {len(names) - 4} more"


def _as_demo(
    target: Target, everything: Collection[str], question: str, new_id: Callable[[str], str]
) -> None:
    calls = _calls_of_nobody(target.text, everything)
    tree = parsed(target.text)
    if calls and question and tree is not None and len(calls) == len(tree.body):
        name = str(target.marks.get("grade_id", "")) or new_id(f"{question}-check")
        target.marks, target.ours = marks(name), {"role": "check", "question": question}
        target.text = f'check("{question}")'
        target.why.append(f"nothing here defines {_few([name for name, _ in calls])}")
        return
    target.ours = {"role": "demo"}
    target.why.append("it shows something, and is not run in grading")


def _calls_of_nobody(text: str, everything: Collection[str]) -> list[tuple[str, ast.stmt]]:
    """Give the calls in lines of their own of what nobody defines: tests that lie elsewhere."""
    tree = parsed(text)
    found = []
    for node in tree.body if tree is not None else []:
        call = node.value if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            name = call.func.id
            if name not in everything and name.startswith(("test", "check", "grade")):
                found.append((name, node))
    return found


def _leave_calls_out(target: Target, everything: Collection[str]) -> None:
    texts = [target.text, *(new.text for new in target.after)]
    for number, text in enumerate(texts):
        for name, node in reversed(_calls_of_nobody(text, everything)):
            rows = text.split("\n")
            text = "\n".join([*rows[: node.lineno - 1], *rows[node.end_lineno :]]).rstrip("\n")
            target.why.append(f"nothing here defines {name}: its call is left out")
        if number:
            new = target.after[number - 1]
            target.after[number - 1] = NewCell(text, new.marks, new.ours, new.why)
        else:
            target.text = text


def add_missing_given(found: Decided) -> None:
    """Insert what our checks count on and the notebook has nowhere."""
    asked, assignment = found.asked, found.asked.assignment
    here = frozenset().union(
        *(_defined(one, asked) for one in found.targets if one.cell.kind == "code")
    )
    last = max((asked.order[answer] for answer in found.hosts), default=-1)
    questions = {assignment.by_id[name].question for name in found.moved}
    questions |= {below for one in questions for below in assignment.all_below(one)}
    for template in assignment.cells:
        if not template.id or asked.order[template.id] > last or template.kind != "code":
            continue
        if template.role == "given":
            text, why = "\n\n\n".join(_missing(template.source, here)), "our checks count on it"
        elif asked.answers.get(template.id) and template.questions & questions:
            if not asked.in_use(template.id):
                continue
            names = {name for name, answer in asked.owner.items() if answer == template.id}
            text = "" if names & here else template.source
            why = "nobody is asked to write it, and our checks use it: it is given"
        else:
            continue
        if text:
            new = NewCell(_unmarked(text), marks(found.new_id(template.id)), {"role": "given"}, why)
            _insert(found, new, asked.order[template.id])


def _missing(source: str, here: frozenset[str]) -> Iterator[str]:
    imports = []
    for one in statements(source):
        if one.imports:
            imports.append(without_names(one.text, here))
        elif one.names - here:
            yield from _joined(imports)
            imports = []
            yield one.text
    yield from _joined(imports)


def _joined(imports: Sequence[str]) -> Iterator[str]:
    text = "\n".join(filter(None, imports))
    if text:
        yield text


def _unmarked(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if " SOLUTION" not in line)


def _insert(found: Decided, new: NewCell, order: int) -> None:
    """Put a new cell before the first cell that has what comes after it in the assignment.

    Where there is none, it comes after the last that has anything of the assignment.
    """
    asked = found.asked
    places = {name: asked.order[cell.id] for name, cell in asked.given_names.items()}
    places |= {name: asked.order[answer] for name, answer in asked.owner.items()}
    position = 0
    for number, target in enumerate(found.targets):
        mine = [places[name] for name in names_in(target.cell.text) if name in places]
        if target.cell.is_test or target.cell.kind != "code" or not mine:
            continue
        if min(mine) > order:
            position = number
            break
        position = number + 1
    while position and found.targets[position - 1].cell.kind == "markdown":
        position -= 1
    place = found.targets[position - 1].after if position else found.top
    place.append(new)
