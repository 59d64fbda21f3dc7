"""A line that imports what does not exist here costs that line, and computes nothing."""

import sys
import textwrap

import numpy as np
import pytest

from autograder.sandbox.process import Limits, Worker
from autograder.sandbox.worker import cells
from autograder.sandbox.worker.missing import Missing

ENGINE = """
import numpy as np

class Value: pass
class Tensor(Value):
    def __init__(self, array): self.array = np.asarray(array)
class TensorOp:
    def __call__(self, a): return Tensor(self.compute(a.array))
NDArray = np.ndarray
"""
LOG = """
class Log(TensorOp):
    def compute(self, a: NDArray) -> NDArray:
        return np.log(a)
"""


#: Here they do not exist, whatever is installed on this machine.
NOT_HERE = ["torch", "jax", "beartype", "typeguard", "jaxtyping", "typing_extensions", "rich"]


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch):
    """A process in which only Python and NumPy can be imported, as a worker is."""
    for name in list(sys.modules):
        if name.partition(".")[0] in NOT_HERE:
            monkeypatch.delitem(sys.modules, name)
    for name in NOT_HERE:
        monkeypatch.setitem(sys.modules, name, None)


def run(*sources):
    """The names after these cells, and the lines of the last one that failed to import."""
    namespace = {"__name__": "__main__"}
    for source in sources:
        failed = cells.run(namespace, "c1", textwrap.dedent(source))
    return namespace, [line for line, _ in failed]


@pytest.mark.parametrize(
    "line",
    [
        "from .autograd import NDArray, Tensor, TensorOp",
        "from needle import NDArray, Tensor, TensorOp",
        "from needle.autograd import NDArray, Tensor as Tensor, TensorOp",
        "from needle import *",
        "from . import init",
        "import needle as ndl",
        "from typing_extensions import Self, override, no_such_name",
        "from jaxtyping import Float, jaxtyped",
        "import torch",
    ],
)
def test_a_line_that_imports_what_is_not_there_costs_that_line(line):
    namespace, failed = run(ENGINE, f"{line}\n{LOG}")
    assert namespace["Log"]()(namespace["Tensor"](np.e)).array == 1.0
    assert namespace["NDArray"] is np.ndarray
    assert failed[0] == 1


@pytest.mark.parametrize(
    ("head", "base", "hint", "compute"),
    [
        ("import needle as ndl", "ndl.TensorOp", "ndl.NDArray", "np.log(a)"),
        ("import needle", "needle.autograd.TensorOp", "needle.Other", "np.log(a)"),
        ("from needle import TensorOp as Op", "Op", "Op", "np.log(a)"),
        ("from . import autograd", "autograd.TensorOp", "autograd.Any", "np.log(a)"),
        ("from numpy import array_api", "TensorOp", "array_api.ndarray", "array_api.log(a)"),
        ("import numpy.array_api as xp", "TensorOp", "xp.ndarray", "xp.log(a)"),
        ("import numpy.array_api", "TensorOp", "numpy.ndarray", "numpy.log(a)"),
        ("import torch", "TensorOp", "torch.Tensor", "np.log(a)"),
        ("from torch import Tensor as T", "TensorOp", "'x' | T | None", "np.log(a)"),
        ("from jaxtyping import Float", "TensorOp", "Float[Tensor, 'b n']", "np.log(a)"),
        ("import typing_extensions as t", "TensorOp", "t.Optional[t.Nothing]", "np.log(a)"),
        ("import needle as ndl", "TensorOp", "int", "ndl.helped(a)"),
    ],
)
def test_names_of_such_a_line_stand_for_the_notebooks_own(head, base, hint, compute):
    """In base classes, hints and bodies; also those that are defined further down."""
    source = f"{head}\nclass Log({base}):\n    def compute(self, a: {hint}) -> {hint}:\n"
    source += f"        return {compute}\ndef helped(a): return np.log(a)\n"
    namespace, _ = run(ENGINE, source)
    assert namespace["Log"]()(namespace["Tensor"](np.e)).array == 1.0


def test_a_decorator_that_is_not_there_changes_nothing():
    source = """
    from typeguard import typechecked
    from jaxtyping import jaxtyped
    from beartype import beartype
    @typechecked
    @jaxtyped(typechecker=beartype)
    def double(x):
        return 2 * x
    class Box:
        @property
        @beartype
        def half(self): return 2.0
        @staticmethod
        @typechecked(forall=True)
        def third(): return 3.0
    """
    namespace, failed = run(source)
    assert (namespace["double"](2.0), namespace["Box"]().half, namespace["Box"].third()) == (
        4,
        2,
        3,
    )
    assert failed == [2, 3, 4]


def test_an_import_within_a_function_costs_that_line_too():
    source = """
    def double(x):
        import needle as ndl
        from .ops import twice as own
        return ndl.twice(x) + own(x)
    def twice(x): return 2 * x
    if twice(1) == 2:
        from needle import nothing
    """
    namespace, failed = run(source)
    assert namespace["double"](2.0) == 8.0
    assert failed == [8]


def test_whoever_waits_for_the_error_gets_it():
    source = """
    try:
        import needle
        there = True
    except ImportError:
        there = False
        import needle
    """
    namespace, failed = run(source)
    assert namespace["there"] is False
    assert failed == [7]


TRIED = """
{}:
    import needle as ndl
    import needle.ops as ops
    import json as text
    if True:
        from .autograd import Tensor as T, NDArray as A
{}
def double(x):
    try:
        from needle.ops import twice as own
        import needle.more
    except ImportError:
        pass
    return ndl.twice(x) + ops.twice(x) + own(x) + needle.twice(x)
def twice(x): return 2 * x
"""


@pytest.mark.parametrize(
    ("head", "handled"),
    [
        ("try", "except: pass"),
        ("try", "except ImportError as error:\n    found = str(error)"),
        ("try", "finally: pass"),
        ("if 1 < 2", ""),
        ("with contextlib.suppress(ImportError)", ""),
    ],
)
def test_what_no_handler_binds_stands_for_the_notebooks_own(head, handled):
    """After an import in a `try`, an `if` or a `with`, at the top level and in a function."""
    namespace, failed = run(ENGINE, "import contextlib", TRIED.format(head, handled))
    assert namespace["double"](1.0) == 8.0
    assert namespace["T"] is namespace["Tensor"] and namespace["A"] is np.ndarray
    assert namespace["text"].loads("3") == 3
    assert (failed == []) is handled.startswith("except")


def test_a_name_that_a_handler_binds_keeps_its_value():
    source = "try:\n    import needle as xp\n    from .ops import log\nexcept ImportError:\n"
    namespace, _ = run("def log(x): return 3", source + "    xp = None")
    assert namespace["xp"] is None and namespace["log"](1) == 3


def test_what_python_has_is_not_covered():
    namespace, _ = run("from rich import print\nfrom .tools import sum, other\nx = sum([1, 2])")
    assert namespace["x"] == 3
    assert type(namespace["other"]) is Missing


USES = [
    "ndl.log(2.0)",
    "ndl.x + 1",
    "1 - ndl.x",
    "ndl.x @ np.ones(2)",
    "np.ones(2) * ndl.x",
    "np.asarray(ndl.x)",
    "float(ndl.x)",
    "bool(ndl.x)",
    "list(ndl.x)",
    "len(ndl.x)",
    "ndl.x < 3",
    "ndl.grad(abs)",
    "ndl.grad(lambda x: x)",
    "-ndl.zeros()",
    "class Log(ndl.Gone): pass",
]


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("head", ["import needle as ndl", "import jax as ndl"])
def test_a_stand_in_computes_nothing_and_the_error_names_the_line(use, head):
    with pytest.raises(ImportError, match=r"^(needle|jax)\.\w+ .*: line 2 imports it, `import"):
        run(f"import numpy as np\n{head}\n{use}")


@pytest.mark.parametrize(
    "use",
    [
        "torch.exp(2.0)",
        "torch.nn.exp(2.0)",
        "@torch.jit\ndef f(x): return x",
        "@torch.no_grad()\ndef f(x): return x",
        "class Log(torch.Tensor): pass",
        "jnp.exp(2.0)",
    ],
)
def test_what_exists_and_is_not_allowed_is_refused(use):
    """It never stands for what the notebook calls so."""
    source = "import torch\nimport jax.numpy as jnp\n"
    source += "class Tensor: pass\ndef exp(x): return x\ndef jit(f): return f\n"
    source += "def no_grad(): return jit\n"
    with pytest.raises(ImportError, match=r"may not be used \(in .* own\): line [12] imports it"):
        run(source + use)


def test_a_worker_says_which_lines_failed():
    with Worker(Limits(cpu_seconds=30, wall_seconds=60)) as worker:
        source = (
            "from needle import a, b, c\nimport needle as ndl\n\ndef f(x):\n    return ndl.f2(x)"
        )
        outcome = worker.run_cell("c", source)
        assert outcome.ok and outcome.notes == (
            "lines 1 to 2 import needle, which this notebook stands for: they are passed over "
            "and may be deleted",
        )
        asked = "def ask(ns):\n    return ns.f(2.0)"
        reply = worker.request({"op": "run", "source": asked, "args": []})
    error = reply["error"]
    assert error["message"].endswith("line 2 imports it, `import needle as ndl`")
    assert (error["type"], error["line"]) == ("ImportError", 5)
