"""Where a name of a stranger's file comes from: the assignment, the files, or another module."""

from __future__ import annotations

import ast
import builtins
import importlib
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from autograder.importing.modules import (
    Alias,
    aliases_of,
    kind_of,
    own_numpy,
    public_names,
    replaced,
)
from autograder.importing.needs import chains, needs_of, registered
from autograder.importing.reading import FUNCTIONS, Item, Unread, bound, is_program, unwritten
from autograder.pack import Assignment
from autograder.recognize import defined


class Names:
    """The names of an assignment and of a stranger's files.

    Parameters
    ----------
    assignment : Assignment
    items : sequence of Item
    unread : sequence of Unread
    """

    def __init__(
        self, assignment: Assignment, items: Sequence[Item], unread: Sequence[Unread]
    ) -> None:
        self.assignment, self.items = assignment, items
        self.broken = {name: one.place for one in unread for name in one.names}
        self.templates = [one for one in assignment.cells if one.role == "answer"]
        given = [one for one in assignment.cells if one.role == "given"]
        self.given = {name for one in given for name in defined(one.source)}
        self.answered = {
            name: number
            for number, one in enumerate(self.templates)
            for name in defined(one.released)
        }
        self._registering = frozenset(self.given)
        #: Of answers that are to register something, such as rules in a table: what, as names.
        self.registers: list[tuple[str, ...]] = []
        self.given |= {name for one in given for name in self._registrations(one.source)}
        for number, one in enumerate(self.templates):
            made, there = map(self._registrations, (one.source, one.released))
            self.registers.append(tuple(name for name in made if name not in there))
            self.answered |= dict.fromkeys(made, number)
        self.items = items = [self._with_registered(one) for one in items]
        self.aliases: dict[tuple[str, str], Alias] = {}
        for alias in (one for item in items if item.is_import for one in aliases_of(item)):
            key = alias.item.file, alias.bound
            if key not in self.aliases or kind_of(alias.module, assignment) != "refused":
                self.aliases[key] = alias
        #: What was changed or is lacking, in order, once each.
        self.said: dict[str, None] = {}
        #: The imports that lines of ours stand for.
        self.stands_for: dict[Item, Item] = {}
        self._made: dict[str, Item] = {}
        self.reported: set[str] = set()

    def registered(self, node: ast.stmt) -> str:
        """Give what a statement registers by a function that the notebook gives; or nothing."""
        return registered(node, self._registering)

    def _registrations(self, source: str) -> list[str]:
        """Give what the statements of a cell register, in order."""
        return [name for node in ast.parse(source).body if (name := self.registered(node))]

    def _with_registered(self, item: Item) -> Item:
        """Give a statement that registers what an answer does the name of that."""
        name = self.registered(item.node)
        known = name in self.answered or name in self.given
        return replace(item, names=item.names | {name}) if name and known else item

    @cached_property
    def definitions(self) -> Mapping[str, list[Item]]:
        found: dict[str, list[Item]] = {}
        for item in self.items:
            for name in item.names if not item.is_import else ():
                found.setdefault(name, []).append(item)
        return found

    def defining(self, name: str, file: str = "") -> list[Item]:
        """Give the last definition of a name, and what changes its value below that."""
        every = self.definitions.get(name, [])
        every = [one for one in every if one.file == file] or every
        written = [one for one in every if not unwritten(one.node)] or every
        if not written:
            return []
        anew = [one for one in written if _made_anew(one, name)] or written[:1]
        last = anew[-1]
        if len({one.text for one in anew}) > 1 and name not in self.reported:
            self.reported.add(name)
            places = ", ".join(one.place for one in anew)
            self.say(f"`{name}` is defined more than once ({places}): the last one was taken.")
        makes = isinstance(last.node, (*FUNCTIONS, ast.ClassDef))
        changes = [
            one
            for one in self.items
            if one.file == last.file and one.order > last.order
            if name in one.names or name in one.touches
            if not makes or name in one.names or isinstance(one.node, (ast.Assign, ast.AugAssign))
            if not (name in one.names and unwritten(one.node)) and not is_program(one.node)
        ]
        return [last, *changes]

    def find(self, name: str, file: str) -> list[Item] | None:
        """The same, or None where nothing has it."""
        if name in self.given or name in self.answered:
            return []
        alias = self.aliases.get((file, name))
        own = [one for one in self.definitions.get(name, []) if one.file == file]
        if own:
            return self.defining(name, file)
        if alias is not None:
            return self.imported(alias)
        if name in self.definitions:
            return self.defining(name)
        if hasattr(builtins, name):
            return []
        for (where, _), star in self.aliases.items():
            here = star.name == "*" and kind_of(star.module, self.assignment) == "here"
            if where == file and here and name in public_names(star.module):
                line = f"from {star.module} import {name}"
                return [self._line(line, star.item)]
        if name in ("array_api", "NDArray"):
            whole = Alias(name, ".", name, self.items[0])
            return [self._line(replaced(whole), self.items[0])]
        return None

    def numpy_of(self, name: str, file: str) -> str:
        """Give what of the notebook's `np` stands for a name of a file, if that is imported so."""
        alias = self.aliases.get((file, name))
        has = "np" in self.given
        return own_numpy(alias) if alias is not None and has else ""

    def imported(self, alias: Alias) -> list[Item] | None:
        """Give what stands for an import; None if nothing can."""
        if self.numpy_of(alias.bound, alias.item.file):
            return []
        line = replaced(alias)
        if line:
            return [self._line(line, alias.item)]
        kind = "notebook" if alias.item.only_hints else kind_of(alias.module, self.assignment)
        named = alias.module == "numpy" and alias.name not in ("", "*")
        if named and not hasattr(importlib.import_module("numpy"), alias.name):
            return None
        if kind == "here" and alias.module != "typing_extensions":
            return [self._line(alias.line, alias.item)]
        if kind == "refused":
            return None
        if alias.name:
            there = self._find_elsewhere(alias.name, alias.item.file)
            if there is not None and alias.bound != alias.name:
                later = alias.name in self.answered
                call = f"lambda *args, **kwargs: {alias.name}(*args, **kwargs)"
                line = f"{alias.bound} = {call if later else alias.name}"
                return [*there, self._line(line, alias.item)]
            if there is not None:
                return there
        used = any(
            parts[0] == alias.bound
            for item in self.items
            if item.file == alias.item.file
            for _, parts in chains(item.node)
        )
        if used and not alias.item.only_hints:
            return [self._line(f"import __main__ as {alias.bound}", alias.item)]
        return None

    def _find_elsewhere(self, name: str, file: str) -> list[Item] | None:
        others = [one for one in self.definitions.get(name, []) if one.file != file]
        if name in self.given or name in self.answered:
            return []
        return self.defining(name, others[-1].file) if others else None

    def _line(self, text: str, like: Item) -> Item:
        """Make a statement of ours, once."""
        if text not in self._made:
            node = ast.parse(text).body[0]
            made = replace(
                like, text=text, node=node, names=frozenset(bound(node)), touches=frozenset()
            )
            self._made[text] = made
            self.stands_for[made] = like
        return self._made[text]

    def why(self, name: str, file: str) -> str:
        alias = self.aliases.get((file, name))
        if name in self.broken:
            return f"stands in what is not Python ({self.broken[name]})"
        if alias is None:
            return "is defined nowhere"
        if alias.module == "numpy":
            return "is in NumPy no more"
        if kind_of(alias.module, self.assignment) == "refused":
            return f"comes from `{alias.module}`, which may not be used here"
        return f"comes from `{alias.module}`, which is not among the files and does not exist here"

    def say(self, text: str) -> None:
        self.said[text] = None

    def known(self, name: str) -> bool:
        return name in self.given or name in self.answered or name in self.definitions

    def stands_for_us(self, name: str, file: str) -> bool:
        """Say whether a name is a module in whose place the notebook itself stands."""
        alias = self.aliases.get((file, name))
        found = self.imported(alias) if alias is not None else None
        return any("import __main__" in one.text for one in found or ())

    def there(self, expression: ast.AST, file: str, local: Container[str] = ()) -> bool:
        """Say whether all names of an expression can be had, but for those of `local`."""
        inner = [n.id for n in ast.walk(expression) if isinstance(n, ast.Name)]
        inner = [name for name in inner if name not in local]
        for name in inner:
            if self.find(name, file) is None:
                return False
            if self.stands_for_us(name, file):
                ours = [parts for _, parts in chains(expression) if parts[0] == name]
                if not ours or not all(self.known(parts[-1]) for parts in ours):
                    return False
        return True

    def why_left(self, item: Item) -> str:
        """Say why a statement was left out."""
        node = item.node
        if item.written.startswith("%%"):
            return "cells that are not Python"
        if item.is_import:
            kinds = {kind_of(one.module, self.assignment) for one in aliases_of(item)}
            if "refused" in kinds:
                return "imports of what may not be used"
            if "notebook" in kinds:
                return "imports of other files, or of what does not exist here"
            return "imports that the assignment has, or that nothing uses"
        if is_program(node):
            return "what runs only as a program"
        if not item.names:
            return "output, trials and settings"
        if item.names <= self.given or item.touches & self.given:
            return "what the assignment gives"
        if any(name.lower().startswith("test") for name in item.names):
            return "tests"
        if item.names & self.answered.keys():
            return "what is defined again further down"
        return "what no answer needs"


def _made_anew(item: Item, name: str) -> bool:
    """Say whether a statement gives a name a value that does not depend on what it had."""
    plain = isinstance(item.node, (*FUNCTIONS, ast.ClassDef, ast.Assign, ast.AnnAssign))
    return plain and name not in needs_of(item.text).at_once
