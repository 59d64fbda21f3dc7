"""The public names of adlearn, by what they are for: a page for each group, from the docstrings.

Pages are written into docs/reference/names before a build reads its files. Groups follow the module
that a name comes from, so that a new name has its place without being listed a second time.
"""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import adlearn

#: What a group is called, and which modules it comes from, by how their names begin.
GROUPS: dict[str, tuple[str, ...]] = {
    "Derivatives": (
        "derivatives.transforms",
        "derivatives.jacobians",
        "derivatives.taylor",
        "compat.autograd",
    ),
    "Programs": ("programs.",),
    "Values": ("scalars.node", "scalars.object_arrays", "tensors.", "derivatives.containers"),
    "Functions of numbers": ("scalars.functions",),
    "Looking at a derivative": ("show",),
    "Checking": ("checking.",),
    "Rules of your own": ("derivatives.own_rules", "own_functions", "rules."),
    "Memory and fixed points": ("derivatives.recomputed", "derivatives.fixed_points"),
    "Errors and warnings": ("errors",),
}
#: Modules with names of their own.
ROOMS = ("nn", "optim", "data")


def grouped() -> dict[str, list[str]]:
    """Give each group's names, as users write them behind ``adlearn.``."""
    found: dict[str, list[str]] = {group: [] for group in GROUPS}
    for module, names in adlearn.HOMES.items():
        group = next(
            (g for g, starts in GROUPS.items() if any(module.startswith(s) for s in starts)), None
        )
        if group is None:
            raise ValueError(
                f"docs/extensions/public_names.py does not know where {module} belongs"
            )
        found[group] += names.split()
    if "tensor" not in found["Values"]:
        found["Values"].append("tensor")
    for room in ROOMS:
        module = importlib.import_module(f"adlearn.{room}")
        names = [f"{room}.{name}" for name in module.__all__ if not name.startswith("_")]
        found[f"adlearn.{room}"] = names
    return {group: sorted(set(names), key=str.lower) for group, names in found.items()}


def pages() -> dict[str, str]:
    """Give each page's file name and text."""
    found, groups = {}, grouped()
    for group, names in groups.items():
        file = re.sub(r"[^a-z]+", "-", group.lower()).strip("-")
        lines = [f"# {group}", "", _introduction(group), "", "```{eval-rst}", ""]
        for name in names:
            lines += [f".. {_directive(name)}:: adlearn.{name}"]
            if _directive(name) == "autoclass":
                lines += ["   :members:"]
            lines += [""]
        found[file] = "\n".join([*lines, "```", ""])
    listed = "\n".join(found)
    found["index"] = f"""\
# Every public name

Each with shapes, units, errors, and an example that runs.

```{{toctree}}
:maxdepth: 1

{listed}
```
"""
    return found


def _introduction(group: str) -> str:
    """Give what a module says of itself, up to its first code."""
    if not group.startswith("adlearn."):
        return ""
    said = inspect.getdoc(importlib.import_module(group)) or ""
    return re.split(r"\n\n(?= {4}|>>>)", said)[0]


def _directive(name: str) -> str:
    thing: Any = adlearn
    for part in name.split("."):
        thing = getattr(thing, part)
    if not isinstance(thing, type):
        return "autofunction" if callable(thing) else "autodata"
    return "autoexception" if issubclass(thing, BaseException) else "autoclass"


def _write(app: Any) -> None:
    folder = Path(app.srcdir) / "reference" / "names"
    folder.mkdir(exist_ok=True)
    wanted = pages()
    for old in folder.glob("*.md"):
        if old.stem not in wanted:
            old.unlink()
    for name, text in wanted.items():
        page = folder / f"{name}.md"
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")


def setup(app: Any) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("builder-inited", _write, priority=100)
    return {"parallel_read_safe": True}
