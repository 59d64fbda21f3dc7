"""The derivation of a graph that somebody has computed: its values and gradients as they are, and
the chain rule that says what each gradient is made of.

The graph may be of any engine that `adlearn.show` reads. What is not known of it is written `?`; a
gradient that it does not hold is not filled in, but for an engine that has walked back and keeps
gradients in leaves only: there those on the way are what the leaves' came from.
"""

from __future__ import annotations

import functools
import operator
from collections import defaultdict
from typing import Any

import numpy as np

from adlearn.programs.lines import Equation, Var
from adlearn.programs.notation import unused
from adlearn.programs.rows import COMPUTATION, DERIVATIVES, START, UNUSED, Step, Worked
from adlearn.show.graph import Graph, Node
from adlearn.show.written import NEGATIONS, OPERATORS, plain

#: The function whose sign is that of the pictures.
FUNCTIONS = {
    "+": operator.add,
    "-": operator.sub,
    "×": operator.mul,
    "÷": operator.truediv,
    "^": operator.pow,
    "@": operator.matmul,
}


def worked_graph(graph: Graph) -> Worked:
    """Work a finished graph through."""
    return Finished(graph).worked()


class Finished:
    """Makes the steps of a graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.nodes = self.below(graph.nodes[graph.output])
        self.examples: dict[Var, Any] = {}
        self.names: dict[Var, str] = {}
        self.within: dict[Var, Equation] = {}
        taken = {node.label for node in graph.nodes}
        self.vars = {n.id: self.var(n.label, plain(n.value)) for n in self.nodes}
        self.users: dict[int, list[tuple[Node, int]]] = defaultdict(list)
        for child in reversed(self.nodes):
            for place, parent in enumerate(child.parents):
                self.users[parent].append((child, place))
        self.gradients = {node.id: plain(node.gradient) for node in self.nodes}
        if self.in_leaves_only():
            self.fill_in()
        self.bars = {}
        for node in self.nodes:
            name = f"{node.label}_bar"
            name = unused(name + "_{}", taken) if name in taken else name
            self.bars[node.id] = self.var(name, self.gradients[node.id])

    def below(self, output: Node) -> list[Node]:
        """List what the output was computed from, and the output."""
        wanted = {output.id}
        for node in reversed(self.graph.nodes):
            if node.id in wanted:
                wanted.update(node.parents)
        return [node for node in self.graph.nodes if node.id in wanted]

    def in_leaves_only(self) -> bool:
        """Say whether somebody has walked back and kept gradients in leaves and nowhere else."""
        kept = [node for node in self.nodes if node.gradient is not None]
        return bool(kept) and not any(node.parents for node in kept)

    def fill_in(self) -> None:
        """Pull the 1 of the output back, through what says how."""
        output = self.graph.nodes[self.graph.output]
        self.gradients[output.id] = np.ones(np.shape(plain(output.value)))[()]
        for node in reversed(self.nodes):
            if node.parents and node is not output:
                sent = [self.pulled(child, place) for child, place in self.users[node.id]]
                if all(message is not None for message in sent):
                    self.gradients[node.id] = sum(sent)

    def pulled(self, child: Node, place: int) -> Any:
        """Give what a node sends a parent, if that is known."""
        gradient = self.gradients[child.id]
        if child.pull is None or gradient is None:
            return None
        try:
            return plain(child.pull(gradient)[place])
        except Exception:  # of an engine, or a student's class, that is not finished
            return None

    def var(self, name: str, value: Any) -> Var:
        """Make what is written by a name, and by a number."""
        made = Var(len(self.examples), np.shape(value), None, type(value))
        self.names[made], self.examples[made] = name, value
        return made

    def operand(self, node: Node) -> Any:
        """Give what is written for a parent: constants as they are."""
        return plain(node.value) if node.operation == "constant" else self.vars[node.id]

    def worked(self) -> Worked:
        """Make the steps."""
        steps = [self.computed(node) for node in self.nodes if node.parents]
        steps += [self.derived(n) for n in reversed(self.nodes) if n.operation != "constant"]
        title = self.graph.nodes[self.graph.output].label
        return Worked(title, tuple(steps), self.names, self.within, self.examples, True)

    def computed(self, node: Node) -> Step:
        """Make the step of a node's value."""
        args = tuple(self.operand(self.graph.nodes[parent]) for parent in node.parents)
        var = self.vars[node.id]
        line = Equation(var, function_of(node, len(args)), args, {}, node.operation)
        return Step(node.label, line, var, node.operation, (), COMPUTATION, node.source)

    def derived(self, node: Node) -> Step:
        """Make the step of a node's gradient."""
        bar = self.bars[node.id]
        if node.id == self.graph.output:
            return Step(self.names[bar], 1, bar, START, (), DERIVATIVES)
        users = self.users[node.id]
        symbols = [self.product(child, node, self.partial(child, place)) for child, place in users]
        numbers = [
            self.message(child, place, symbol)
            for (child, place), symbol in zip(users, symbols, strict=True)
        ]
        rule = ", ".join(dict.fromkeys(child.operation for child, _ in users)) or UNUSED
        source = users[0][0].source if users else None
        formula, filled = self.total(symbols), self.total(numbers)
        return Step(self.names[bar], formula, bar, rule, (), DERIVATIVES, source, filled)

    def partial(self, child: Node, place: int) -> Any:
        """Give the partial of a node by one of its parents, if that is known as a number."""
        return plain(child.partials[place]) if place < len(child.partials) else None

    def product(self, child: Node, node: Node, partial: Any) -> Equation:
        """Write the message of a node to a parent: its cotangent times its partial."""
        slope = self.var(f"∂{child.label}/∂{node.label}", partial)
        return self.equation(operator.mul, self.bars[child.id], slope)

    def message(self, child: Node, place: int, symbol: Equation) -> Any:
        """Give what is written for a message with numbers: of arrays, where no number says it all,
        the message itself."""
        if self.partial(child, place) is not None:
            return symbol
        sent = self.pulled(child, place)
        return symbol if sent is None else self.var("", sent)

    def equation(self, function: Any, *args: Any) -> Equation:
        """Make an operation that is written where it is used."""
        line = Equation(Var(-1, (), None, float), function, args, {})
        self.within[line.result] = line
        return line

    def total(self, terms: list[Any]) -> Any:
        """Add messages up."""
        if not terms:
            return 0
        as_operands = [term.result if isinstance(term, Equation) else term for term in terms]
        return functools.reduce(lambda a, b: self.equation(operator.add, a, b).result, as_operands)


def function_of(node: Node, count: int) -> Any:
    """Give the function of an operation that has a sign; else one that is called by its name."""
    if node.operation in NEGATIONS and count == 1:
        return operator.neg
    sign = OPERATORS.get(node.operation, "")
    return FUNCTIONS[sign] if sign and count == 2 else lambda *args: None
