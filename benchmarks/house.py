"""Who imports whom, read from the source: every import, also inside functions and of names that are
modules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
Graph = dict[str, set[str]]


def modules_of(package: str) -> dict[str, Path]:
    """Give every module of a package and its file."""
    found = {}
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(tree: ast.AST, module: str, is_package: bool) -> Iterator[tuple[str, list[str]]]:
    """Give each module an import statement names, with the names it takes from there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, []) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = module.split(".") if is_package else module.split(".")[:-1]
            above = base[: len(base) - node.level + 1] if node.level else []
            where = ".".join([*above, *([node.module] if node.module else [])])
            yield where, [alias.name for alias in node.names]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "import_module":
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant):
                    yield str(argument.value), []


def import_graph(*packages: str) -> Graph:
    """Give, for each module of the packages, the modules of theirs that it imports.

    `from package import name` is an import of the module `package.name` where there is one, and of
    the package's own file otherwise.
    """
    modules = {name: path for package in packages for name, path in modules_of(package).items()}
    graph: Graph = {}
    for module, path in modules.items():
        graph[module] = set()
        tree = ast.parse(path.read_text())
        for where, names in imported(tree, module, path.name == "__init__.py"):
            for name in names or [""]:
                target = f"{where}.{name}" if f"{where}.{name}" in modules else where
                if target in modules and target != module:
                    graph[module].add(target)
    return graph


def circles(graph: Graph) -> list[list[str]]:
    """Give the strongly connected components of more than one module, by Tarjan's algorithm."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        index[module] = low[module] = len(index)
        stack.append(module)
        for other in sorted(graph[module]):
            if other not in index:
                visit(other)
            if other in stack:
                low[module] = min(low[module], low[other])
        if low[module] == index[module]:
            circle = [stack.pop()]
            while circle[-1] != module:
                circle.append(stack.pop())
            if len(circle) > 1:
                found.append(sorted(circle))

    for module in sorted(graph):
        if module not in index:
            visit(module)
    return found


def is_in(module: str, room: str) -> bool:
    """Say whether a module is a room or stands in it."""
    return module == room or module.startswith(room + ".")


if __name__ == "__main__":
    for package in ("adlearn", "autograder"):
        graph = import_graph(package)
        arrows = sum(map(len, graph.values()))
        print(f"{package}: {len(graph)} files, {arrows} arrows, {len(circles(graph))} circles")
        for circle in circles(graph):
            print("   ", *circle)
