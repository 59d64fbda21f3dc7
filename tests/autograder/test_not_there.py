"""What is not there to be imported, or NumPy has no more: the line is named, and the way out."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.asking.checks import Check
from autograder.asking.verdicts import run_check
from autograder.errors import StudentError
from autograder.mistakes.outline import Outline, digest, skeleton
from autograder.mistakes.side_by_side import Cells, Ran
from autograder.sandbox.worker import cells
from autograder.sandbox.worker.errors import describe

STUB = "class Log:\n    def compute(self, a):\n        raise NotImplementedError()\n"
OUTLINE = {"q5-answer": Outline("q5-answer", "answer", "q5", "", digest(STUB), skeleton(STUB))}


def advice(head: str, body: str) -> dict[str, str]:
    """What a card says of an answer that was run as in grading, and that then raises."""
    source = f"{head}\nclass Log:\n    def compute(self, a):\n        return {body}\n"
    names = {"__name__": "__main__"}
    cells.run(names, "q5-answer", source)

    def ask(submission: object) -> None:
        try:
            names["Log"]().compute(np.ones(2))
        except Exception as error:
            raise StudentError(describe(error, names)) from None

    check = Check("test_it", ask, "q5", "q5-log", 1.0, False, "it")
    known = Cells(OUTLINE, [Ran("q5-answer", source)])
    return run_check(check, None, seed=0, cells=lambda: known).diagnosis or {}


@pytest.mark.parametrize(
    ("head", "body", "said"),
    [
        ("import needle as ndl", "ndl.log(a)", "without `ndl.` before its name"),
        ("from .backend_numpy import log", "log(a)", "the given cells import or define."),
        ("from no_such_module import log as ln", "ln(a) + 1", "`no_such_module` is not there"),
    ],
)
def test_the_line_to_delete_is_named_where_its_names_are_used(head: str, body: str, said: str):
    found = advice(head, body)
    assert found["mistake"] == "not-installed"
    assert f"Delete the line `{head}` (line 1 of the cell that defines `Log`)" in found["next"]
    assert said in found["next"]


@pytest.mark.parametrize(
    ("head", "body", "successor"),
    [
        ("import numpy as np", "np.float_(1)", "np.float64"),
        ("import numpy as np", "np.product(a)", "np.prod"),
        ("import numpy as array_api", "array_api.in1d(a, a)", "np.isin"),
        ("import numpy as np", "np.trapz(a)", "np.trapezoid"),
        ("import numpy as np", "np.NaN", "np.nan"),
        ("import numpy as np", "np.float(2)", "float"),
        ("import numpy as np", "np.issctype(a)", "issubclass(rep, np.generic)"),
        ("from numpy import product", "product(a)", "np.prod"),
    ],
)
def test_a_name_that_numpy_has_removed_is_told_with_its_successor(
    head: str, body: str, successor: str
):
    found = advice(head, body)
    assert found["mistake"] == "gone-from-numpy"
    assert f"what does the same is `{successor}`" in found["next"]


def test_a_name_that_numpy_never_had_has_no_successor():
    assert advice("import numpy as np", "np.logarithm(a)")["mistake"] == "module-attribute"
