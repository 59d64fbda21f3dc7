"""What of a stranger's files becomes which cell: answers by name, and what they need besides."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from autograder.importing.extending import (
    attributes_in,
    given_classes,
    given_otherwise,
    methods,
    new_parameters,
    put_into_class,
    taken_out,
)
from autograder.importing.found import Answer, Chosen, compared, text_of
from autograder.importing.modules import Alias, aliases_of, kind_of, replaced
from autograder.importing.needs import Edits, Needs, chains, hints_of, needs_of
from autograder.importing.reading import FUNCTIONS, Item, bound, root, unwritten
from autograder.importing.resolving import Names
from autograder.sandbox.worker.missing import part_of_own_numpy


class Choosing:
    """Chooses among statements; `choose` gives what was chosen.

    Parameters
    ----------
    names : Names
        The names of the assignment and of the files.
    """

    def __init__(self, names: Names) -> None:
        self.names = names
        self.result = Chosen(said=names.said)
        self._texts: dict[Item, str] = {}
        self._needs: dict[Item, Needs] = {}
        self._helpers: dict[Item, float] = {}

    def choose(self) -> Chosen:
        """Choose."""
        chosen = [self._parts(number) for number in range(len(self.names.templates))]
        for number, parts in enumerate(chosen):
            for _, items in parts:
                for item in items:
                    self._visit(item, number - 0.5, number)
        for item in self.names.items:
            self._extend_given(item)
        self._extend_given_classes([item for parts in chosen for _, own in parts for item in own])
        for number, parts in enumerate(chosen):
            self.result.answers.append(self._answer(number, parts))
        for text in given_otherwise(self.names):
            self.names.say(text)
        slots = sorted({slot for slot in self._helpers.values() if slot % 1})
        for slot in slots:
            own = [item for item, place in self._helpers.items() if place == slot]
            for made in own:
                self._say_what_stands(made)
            self.result.beside[slot] = _joined(map(self._written, self._in_order(own)))
        self.result.taken |= {*self._helpers}
        stood_for = self.names.stands_for
        self.result.taken |= {stood_for[one] for one in self._helpers if one in stood_for}
        return self.result

    # The answers.

    def _parts(self, number: int) -> list[tuple[ast.stmt, list[Item]]]:
        """Give each statement of a released cell with what takes its place."""
        tree = ast.parse(self.names.templates[number].released)
        found: list[tuple[ast.stmt, list[Item]]] = []
        for node in tree.body:
            items: list[Item] = []
            if not isinstance(node, (ast.Import, ast.ImportFrom)):
                for name in filter(None, [*bound(node), self.names.registered(node)]):
                    items += self.names.defining(name) or self._lifted(name, tree)
            if isinstance(node, ast.Raise):  # it stands where something is to be registered
                items += [
                    item
                    for name in self.names.registers[number]
                    for item in self.names.defining(name)
                ]
            found.append((node, list(dict.fromkeys(items))))
        return found

    def _lifted(self, name: str, tree: ast.Module) -> list[Item]:
        """Give a method as a function, where the assignment hands a function to its class."""
        for node in tree.body:
            target = node.targets[0] if isinstance(node, ast.Assign) else None
            value = node.value if isinstance(node, ast.Assign) else None
            if not isinstance(target, ast.Attribute) or ast.unparse(value or node) != name:
                continue
            for item in self.names.definitions.get(root(target), []):
                for method in reversed(getattr(item.node, "body", [])):
                    named = isinstance(method, FUNCTIONS) and method.name == target.attr
                    if named and not unwritten(method):
                        return self._taken_out(item, method, name)
        return []

    def _taken_out(self, item: Item, method: ast.stmt, name: str) -> list[Item]:
        called = f"{getattr(item.node, 'name', '')}.{getattr(method, 'name', '')}"
        made = taken_out(item, method, name)
        if made is None:
            self.names.say(f"`{called}` cannot be taken out of its class ({item.place}).")
            return []
        self.names.say(f"`{called}` was taken out of its class.")
        return [made]

    def _answer(self, number: int, parts: list[tuple[ast.stmt, list[Item]]]) -> Answer:
        template = self.names.templates[number]
        inside = [item for item, slot in self._helpers.items() if slot == number]
        found: dict[str, Item] = {}
        missing: list[str] = []
        stubs: list[str] = []
        texts: list[str] = []
        for node, items in parts:
            names = list(bound(node)) if isinstance(node, (*FUNCTIONS, ast.ClassDef)) else []
            if isinstance(node, ast.Raise):
                there = {one for item in items for one in item.names}
                missing += [one for one in self.names.registers[number] if one not in there]
                found |= {
                    one: item
                    for item in items
                    for one in item.names
                    if one in self.names.registers[number]
                }
            if not items:
                missing += names
                texts.append(text_of(template.released, node))
                continue
            for name in names:
                found[name] = items[0]
                lacking, empty = compared(node, items[0].node)
                missing += lacking
                stubs += empty
            self.result.taken |= {*items}
            for item in items:
                texts.append(self._written(item))
                names_now = item.names
                ready = [h for h in inside if names_now & self._at_once(h)]
                texts += map(self._written, self._in_order(ready))
                inside = [h for h in inside if h not in ready]
        texts += map(self._written, self._in_order(inside))
        text = "\n\n\n".join(dict.fromkeys(text.strip("\n") for text in texts))
        taken = [one for _, items in parts for one in items]
        untouched = all(unwritten(one.node) for one in taken)
        return Answer(
            template,
            template.released if untouched else text,
            found,
            tuple(missing),
            tuple(stubs),
            self.names.registers[number],
        )

    # What these need.

    def _visit(self, item: Item, slot: float, number: int) -> None:
        """Bring over what a statement needs, before the answer of that number."""
        self._written(item)
        for name in sorted(self._needs[item].all):
            for helper in self._resolved(name, item):
                if helper in self._helpers or helper is item:
                    continue
                self._helpers[helper] = slot
                self._visit(helper, slot, number)
                later = [
                    self.names.answered[n]
                    for n in self._at_once(helper)
                    if n in self.names.answered
                ]
                last = max(later, default=-1)
                if last == number:
                    self._helpers[helper] = number
                elif last > number:
                    self._helpers[helper] = last + 0.25

    def _at_once(self, item: Item) -> set[str]:
        """Give the names that have to be there when a statement runs, also by way of others."""
        found: set[str] = set()
        waiting, seen = [(item, _defines(item))], set()
        while waiting:
            one, defines = waiting.pop()
            seen.add(one)
            self._written(one)
            names = self._needs[one].at_once if defines else self._needs[one].all
            found |= names
            for name in names:
                for other in self.names.find(name, one.file) or ():
                    if other not in seen:  # a base class is not called, a function may be
                        of_class = defines and isinstance(other.node, ast.ClassDef)
                        waiting.append((other, of_class))
        return found

    def _resolved(self, name: str, item: Item) -> list[Item]:
        """Give the statements that a name needs; none if the assignment or Python has it."""
        found = self.names.find(name, item.file)
        if found is None:
            self.names.say(f"`{name}`, used in {item.place}, {self.names.why(name, item.file)}.")
        return found or []

    def _say_what_stands(self, made: Item) -> None:
        like = self.names.stands_for.get(made)
        if like is not None and made.text not in like.text:
            was = ast.unparse(like.node)
            self.names.say(f"`{made.text}` stands for `{was}` ({like.place}).")

    def _extend_given(self, item: Item) -> None:
        """Bring over what is put into a given class, if the class has nothing of that name."""
        for name in item.touches & self.names.given:
            target = item.node.targets[0] if isinstance(item.node, ast.Assign) else None
            mine = isinstance(target, ast.Attribute) and ast.unparse(target.value) == name
            new = mine and getattr(target, "attr", "") not in self._given_classes.get(name, ())
            if new and item not in self._helpers:
                self._helpers[item] = -0.5
                self._visit(item, -0.5, 0)

    def _extend_given_classes(self, answers: list[Item]) -> None:
        """Bring over methods that the files' own given classes have more, if they are used."""
        mine = [one for owner in self._given_classes for one in methods(self.names, owner)]
        known = {name for names in self._given_classes.values() for name in names}
        more = [one for one in mine if one.node.name not in known]
        while True:
            used = attributes_in(map(self._written, [*answers, *self._helpers]))
            wanted = [one for one in more if one.used(used)]
            if not wanted:
                break
            for method in wanted:
                more.remove(method)
                made = put_into_class(method)
                where = f"`{method.called}` ({method.item.place})"
                self.names.say(
                    f"{where} was put into the given class, which has none."
                    if made
                    else f"{where} cannot be taken out of its class, and the given one has none."
                )
                self._helpers |= dict.fromkeys(made, -0.5)
                for function in made[:1]:
                    self._visit(function, -0.5, 0)
        for one in mine:
            given = self._given_classes[one.owner].get(one.node.name)
            extra = new_parameters(one.node, given)
            if extra and one.node.name in used and not one.node.name.startswith("_"):
                listed = ", ".join(f"`{name}`" for name in extra)
                self.names.say(
                    f"`{one.called}` takes {listed} in the files ({one.item.place}). The given one "
                    "does not, and stays: write what calls it so without."
                )

    @cached_property
    def _given_classes(self) -> Mapping[str, Mapping[str, ast.stmt | None]]:
        return given_classes(self.names)

    # Their texts.

    def _written(self, item: Item) -> str:
        """Give a statement's text as it goes into the notebook."""
        if item not in self._texts:
            text = self._adapted(item)
            self._texts[item] = text
            needs = needs_of(text)
            hints = {
                name.id
                for hint in hints_of(ast.parse(text))
                for name in ast.walk(hint)
                if isinstance(name, ast.Name)
            }
            of_ours = {
                parts[1]
                for _, parts in chains(ast.parse(text))
                if self.names.stands_for_us(parts[0], item.file)
            }
            inner = {
                one.name
                for node in ast.walk(ast.parse(text))
                if isinstance(node, ast.ImportFrom) and node.module == "__main__"
                for one in node.names
            }
            at_once = of_ours if hints & needs.at_once or not _defines(item) else set()
            self._needs[item] = Needs(
                needs.all | hints | of_ours | inner, needs.at_once | hints | at_once
            )
        return self._texts[item]

    def _adapted(self, item: Item) -> str:
        """Quote hints and drop decorators that name what does not exist; adapt inner imports."""
        if item.is_import:
            return item.text
        tree = ast.parse(item.text)
        edits = Edits(item.text)
        where = item.place
        quoted: set[ast.AST] = set()
        tried = {  # whoever waits for the error has another way
            inner
            for node in ast.walk(tree)
            if isinstance(node, ast.Try) and node.handlers
            for part in node.body
            for inner in ast.walk(part)
        }
        for hint in hints_of(tree):
            if not self.names.there(hint, item.file):
                edits.replace(hint, repr(ast.unparse(hint)))
                quoted |= {*ast.walk(hint)}
                self.names.say(
                    f"The hint `{ast.unparse(hint)}` names what is not there: it was quoted."
                )
        parameters = {one.arg for one in ast.walk(tree) if isinstance(one, ast.arg)}
        for node in ast.walk(tree):
            for decorator in getattr(node, "decorator_list", []):
                if not self.names.there(decorator, item.file, parameters):
                    edits.drop_decorator(decorator)
                    quoted |= {*ast.walk(decorator)}
                    self.names.say(
                        f"The decorator `@{ast.unparse(decorator)}` ({where}) was left out."
                    )
            if node not in tried and isinstance(node, (ast.Import, ast.ImportFrom)):
                self._adapt_import(node, item, edits)
        for node in ast.walk(tree):
            stands = self.names.numpy_of(node.id, item.file) if isinstance(node, ast.Name) else ""
            if stands and node not in quoted and stands != getattr(node, "id", ""):
                edits.replace(node, stands)
        for chain, parts in chains(tree):
            own = part_of_own_numpy(".".join(parts))
            ours = own is not None and self.names.stands_for_us(parts[0], item.file)
            if own is not None and ours and chain not in quoted:
                edits.replace(chain, ".".join(["np", *own]))
                quoted |= {*ast.walk(chain)}
        for chain, parts in chains(tree):
            if chain not in quoted and self.names.stands_for_us(parts[0], item.file):
                short = self._shortened(parts, item)
                if short:
                    edits.replace(chain, short)
        return str(edits)

    def _shortened(self, parts: list[str], item: Item) -> str:
        """Give a chain without the names of modules in it; nothing if there are none."""
        known = [n for n, one in enumerate(parts[1:], 1) if self.names.known(one)]
        first = known[0] if known else len(parts) - 1
        return ".".join([parts[0], *parts[first:]]) if first > 1 else ""

    def _adapt_import(self, node: ast.Import | ast.ImportFrom, item: Item, edits: Edits) -> None:
        made = replace(item, node=node, text=ast.unparse(node))
        lines = []
        for alias in aliases_of(made):
            line = replaced(alias) or alias.line
            if not replaced(alias) and kind_of(alias.module, self.names.assignment) == "notebook":
                line = _from_the_notebook(alias)
            lines.append(line)
        text = "; ".join(lines)
        if lines and lines != [one.line for one in aliases_of(made)]:
            edits.replace(node, text)
            self.names.say(f"`{text}` stands for `{ast.unparse(node)}` in {item.place}.")

    def _in_order(self, items: Iterable[Item]) -> list[Item]:
        """Put statements in their order, but what one needs at once before it."""
        wanted = sorted(items, key=lambda one: (not one.is_import, one.order))
        done: list[Item] = []

        def put(item: Item, above: tuple[Item, ...]) -> None:
            if item in done or item in above:
                return
            names = self._at_once(item)
            for other in wanted:
                if other is not item and other.names & names:
                    put(other, (*above, item))
            done.append(item)

        for item in wanted:
            put(item, ())
        return done


def _joined(texts: Iterable[str]) -> str:
    """Write statements below each other, with room around definitions."""
    made = ""
    for text in texts:
        room = "\n" in text.strip() or made.endswith("\n\n")
        made += ("\n\n" if room and made and not made.endswith("\n\n") else "") + text.strip("\n")
        made += "\n\n\n" if room else "\n"
    return made.strip()


def _defines(item: Item) -> bool:
    return isinstance(item.node, (*FUNCTIONS, ast.ClassDef))


def _from_the_notebook(alias: Alias) -> str:
    """Give an inner import as one from the notebook itself."""
    if not alias.name:
        return f"import __main__ as {alias.bound}"
    renamed = f" as {alias.bound}" if alias.bound != alias.name else ""
    return f"from __main__ import {alias.name}{renamed}"
