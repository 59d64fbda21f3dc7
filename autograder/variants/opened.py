"""One notebook for all, in which everybody finds numbers of their own.

In place of each number stands a question to ``check``, which draws it from the student's id. Where
such a notebook is graded, the numbers of the student it is of are put in that place first.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from autograder.notebook import Notebook
from autograder.variants.drawing import Numbers

_PLACE = re.compile(r"""check\.numbers\((['"])(\w+)\1\)\[(['"])(\w+)\3\]""")

#: What stands in the cell in which a student says who they are.
ID_CELL = """\
# Your numbers differ from those of others: they are drawn from the id that you hand in under.
# On a JupyterHub it is known. Elsewhere write it between the quotes, and run this cell first.
check.student("")"""

#: Where an id may stand in the environment, and what is nobody's.
_VARIABLES, _NOBODY = ("JUPYTERHUB_USER", "NB_USER"), ("", "jovyan", "root")


def places(values: Numbers) -> tuple[dict[str, str], dict[str, str]]:
    """Give what takes the place of each number: in code, and in texts, where its name does."""
    names = [(question, name) for question, numbers in values.items() for name in numbers]
    code = {f"{of}.{name}": f'check.numbers("{of}")["{name}"]' for of, name in names}
    return code, {f"{of}.{name}": name for of, name in names}


def id_of_environment(environment: Mapping[str, str] | None = None) -> str:
    """Give the id of whoever works here, as a hub says it; empty if nobody says."""
    found = ((environment or os.environ).get(name, "") for name in _VARIABLES)
    return next((one for one in found if one not in _NOBODY), "")


def id_written_in(sources: Iterable[str]) -> str:
    """Give the id that a student wrote into the cell for it; empty if none did."""
    for source in sources:
        found = re.search(r"""^check\.student\((['"].*?['"])\)""", source, re.MULTILINE)
        if found is not None:
            try:
                return str(ast.literal_eval(found[1])).strip()
            except (SyntaxError, ValueError):
                return ""
    return ""


def put_into(source: str, values: Numbers) -> str:
    """Put numbers in the place of the questions for them."""

    def number(match: re.Match[str]) -> str:
        value = values.get(match[2], {}).get(match[4])
        return match[0] if value is None else repr(value)

    return _PLACE.sub(number, source)


def put_in(notebook: Notebook, values: Numbers) -> Notebook:
    """Give a submission with numbers in the place of the questions for them."""
    cells = tuple(replace(cell, source=put_into(cell.source, values)) for cell in notebook.cells)
    return replace(notebook, cells=cells)
