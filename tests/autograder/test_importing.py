"""Strangers' files become a submission: by the names they define, and graded like any other."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import nbformat.v4
import pytest

from autograder.build import answered_notebook
from autograder.cli import main
from autograder.errors import AutograderError
from autograder.grading import assignment_checks, grade_notebook
from autograder.importing import import_files
from autograder.notebook import parse_notebook
from autograder.pack import Assignment
from autograder.report import Report
from tests.autograder.needle_like import make_little

OPS = '''\
"""Operators."""
# Global operator table.
from numbers import Number
from typing import Optional, List
from .autograd import NDArray
from .autograd import Op, Tensor, Value, TensorOp
from .autograd import TensorTuple, TensorTupleOp
import numpy, os

from jaxtyping import Float, jaxtyped
from beartype import beartype as typechecker

# NOTE: the backend
from .backend_numpy import array_api

EPS = 0.0


def _check(x):
    """A helper of Log."""
    return _really(x) + EPS


def _really(x):
    return x


class MakeTensorTuple(TensorTupleOp):
    def compute(self, *args) -> tuple:
        return tuple(args)


class EWiseAdd(TensorOp):
    def compute(self, a: NDArray, b: NDArray):
        return a + b


def add(a, b):
    return EWiseAdd()(a, b)


class DivScalar(TensorOp):
    def __init__(self, scalar):
        self.scalar = scalar

    @jaxtyped(typechecker=typechecker)
    def compute(self, a: Float[NDArray, "..."]) -> "NDArray":
        ### BEGIN YOUR SOLUTION
        return a / self.scalar
        ### END YOUR SOLUTION

    def gradient(self, out_grad: Tensor, node: Optional[Tensor]):
        print("gradient of DivScalar")
        return out_grad / self.scalar


@typechecker
class Log(TensorOp):
    def compute(self, a: NDArray) -> TensorTuple:
        return _check(array_api.log(a))

    def gradient(self, out_grad, node: Tensor):
        return (out_grad / node.inputs[0])


def log(a):
    return Log()(a)


def test_log():
    assert log(Tensor([1.0])).realize_cached_data() == 0.0


print(log(Tensor([2.0])))
if __name__ == "__main__":
    test_log()
'''
AUTOGRAD = '''\
import needle
from typing import List, Dict
from .backend_numpy import Device, cpu

LAZY_MODE = False


class Value:
    def realize_cached_data(self):
        return self.cached_data


class Tensor(Value):
    def __add__(self, other):
        return needle.ops.EWiseAdd()(self, other)


def find_topo_sort(node_list: List[Value]) -> List[Value]:
    """Post-order."""
    visited, topo_order = set(), []

    def dfs(node):
        if node not in visited:
            visited.add(node)
            for one in node.inputs:
                dfs(one)
            topo_order.append(node)

    for node in node_list:
        dfs(node)
    return topo_order
'''
SIMPLE = """\
import struct, gzip
import sys
sys.path.append("python/")
import needle as ndl
from needle.data import Missing as Gone


def mean_log(Z: ndl.Tensor, other: "ndl.Other" = None, third: ndl.Module = None):
    from needle import log as ln
    assert isinstance(Z, ndl.autograd.Tensor)
    return scaled(ln(Z).sum(), Z)


def scaled(loss, Z):
    return ndl.ops.DivScalar(float(Z.shape[0]))(loss)


def train(model):
    return Gone(model)
"""


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return make_little(tmp_path_factory.mktemp("pack") / "little")


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., list[Path]]:
    """A function that writes files of a student and gives their paths."""

    def write(**texts: str) -> list[Path]:
        for name, text in texts.items():
            (tmp_path / f"{name}.py").write_text(text)
        return [tmp_path / f"{name}.py" for name in texts]

    return write


def graded(notebook: Any, pack: Assignment) -> Report:
    parsed = parse_notebook(json.dumps(notebook).encode(), "one.ipynb")
    return grade_notebook(parsed, pack, checks=assignment_checks(pack), seed=1)


def points(notebook: Any, pack: Assignment) -> dict[str, float]:
    """Points by graded cell."""
    return {check.cell: check.points for check in graded(notebook, pack).checks}


def text_of(notebook: Any) -> str:
    return "\n\n".join(one.source for one in notebook.cells if "check.load(" not in one.source)


FULL = {"q1-forward": 2.0, "q2-backward": 2.0, "q3-order": 2.0, "q4-loss": 2.0}


def test_files_of_a_homework_have_full_marks(little: Assignment, files: Callable[..., list[Path]]):
    """An operators' file, an engine's and a training's, with all that stands in such files."""
    found = import_files(files(ops=OPS, autograd=AUTOGRAD, simple_ml=SIMPLE), little)
    assert points(found.notebook, little) == FULL
    sources = [cell.source for cell in found.notebook.cells if cell.cell_type == "code"]
    first = next(n for n, text in enumerate(sources) if text.startswith("class Log"))
    assert sources[first - 1].index("EPS = 0.0") < sources[first - 1].index("def _check(x):")
    loss = next(n for n, text in enumerate(sources) if text.startswith("def mean_log"))
    assert sources[loss - 1].startswith("import __main__ as ndl\n")
    whole = text_of(found.notebook)
    assert whole.count("class Tensor(") == whole.count("class EWiseAdd(") == 1
    assert not any(gone in whole for gone in ("sys.path", "def train", "def add(", "test_log"))
    said = "\n".join(found.chosen.said)
    assert "The hint `TensorTuple` names what is not there: it was quoted." in said
    assert "The decorator `@jaxtyped(typechecker=typechecker)`" in said
    assert "`import __main__ as ndl` stands for `import needle as ndl`" in said
    assert "Module" in said and "Other" not in said
    left = {why: {n for item in items for n in item.names} for why, items in found.left.items()}
    assert left["what the assignment gives"] >= {"Value", "Tensor", "EWiseAdd", "log"}
    assert left["what no answer needs"] == {"MakeTensorTuple", "add", "LAZY_MODE", "train"}
    assert left["tests"] == {"test_log"}
    assert found.chosen.answers[2].missing == ("topo_sort_dfs",)


def cells_of(*sources: str) -> bytes:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in sources])
    text: str = nbformat.writes(notebook)
    return text.encode()


LOG = """\
class Log(TensorOp):
    def compute(self, a):
        return {}

    def gradient(self, out_grad, node):
        return out_grad / node.inputs[0]
"""


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("from numpy import array_api as xp\n" + LOG.format("xp.log(a)"), "import numpy as xp"),
        ("import numpy.array_api as ap\n" + LOG.format("ap.log(a)"), "import numpy as ap"),
        ("from .backend_selection import array_api\n" + LOG.format("array_api.log(a)"), ""),
        ("from numpy import *\n" + LOG.format("log1p(a - 1)"), "from numpy import log1p"),
        ("from math import *\n" + LOG.format("np.array([log1p(x - 1) for x in a])"), "log1p"),
        ("import scipy\n" + LOG.format("np.log(a)"), ""),
        ("def make(op=None):\n    return Log\n" + LOG.format("np.log(a)"), ""),
        (
            "from .autograd import TensorOp as T\n"
            + LOG.replace("TensorOp", "T").format("np.log(a)"),
            "T = TensorOp",
        ),
        ("TABLE = {}\nTABLE['e'] = np.log\n" + LOG.format("TABLE['e'](a)"), "TABLE['e'] = np.log"),
        (LOG.format("helped(a, Log)") + "\ndef helped(a, op=None): return np.log(a)\n", "helped"),
        (LOG.format("ONE.f(a)") + "\nclass Two(Log): f = np.log\nONE = Two\n", "ONE = Two"),
        ("class Base(TensorOp): pass\n" + LOG.replace("TensorOp", "Base").format("np.log(a)"), ""),
        (LOG.format("np.log(b)") + LOG.format("np.log(a)"), "more than once"),
        (LOG.format("np.log(a)") + LOG.replace("return", "pass #").format(""), ""),
        (LOG.format("0 * a") + "def better(self, a): return np.log(a)\nLog.compute = better\n", ""),
        (LOG.format("a.logged()") + "Tensor.logged = 1\n", "Tensor.logged = 1"),
        ("x = 1; y = 2\n" + LOG.format("np.log(a) * x"), "x = 1"),
        ("if True:\n    def ours(a): return np.log(a)\n" + LOG.format("ours(a)"), "if True:"),
        ("# ümlaut\n" + LOG.format("np.log(a)  # ü").replace("a):", "a: Ünknown):"), "quoted"),
        (
            "try:\n    import needle\nexcept ImportError:\n    needle = np\n"
            + LOG.format("needle.log(a)"),
            "needle = np",
        ),
        (
            "K = 1\nK += 1\nfor i in range(2):\n    K *= 1\n" + LOG.format("np.log(a) * K"),
            "K *= 1",
        ),
        (
            "N = 0\ndef count():\n    global N\n    N += 1\n" + LOG.format("count() or a"),
            "N = 0\n\n\ndef count",
        ),
        (
            LOG.format("logged(a)").replace(
                "        return l", "        from .more import logged\n        return l"
            )
            + "def logged(a):\n    return np.log(a)\n",
            "from __main__ import logged",
        ),
        ("logs = np.log\nlogs = abs(1) and logs\n" + LOG.format("logs(a)"), "abs(1)"),
        ("@register\n@functools.cache\n" + LOG.format("np.log(a)"), "`@register`"),
    ],
)
def test_what_an_answer_needs_comes_with_it(
    source: str, said: str, little: Assignment, files: Callable[..., list[Path]]
):
    """Whatever stands beside an answer in its file, the answer computes as it did there."""
    found = import_files(files(ops="import numpy as np\nimport functools\n" + source), little)
    whole = text_of(found.notebook) + "\n".join(found.chosen.said)
    assert said in whole
    if "logged()" not in source:
        asked = "import numpy as np\n\nassert Log().compute(np.ones(2)) is not None"
        found.notebook.cells.append(nbformat.v4.new_code_cell(asked))
    report = graded(found.notebook, little)
    assert [note for note in report.notes if "Error" in note] == []
    assert report.points < report.possible


@pytest.mark.parametrize(
    ("head", "call"),
    [
        ("try:\n    import needle as ndl\n    import needle.ops as ops\nexcept: pass", "ndl.ops"),
        ("try:\n    import needle.ops as ops\nexcept ImportError:\n    raise", "ops"),
        ("import contextlib\nwith contextlib.suppress(Exception):\n    from . import ops", "ops"),
        ("if 1:\n    import sys\n    sys.path.append('x')\n    import needle.ops as ops", "ops"),
        ("try:\n    import numpy as xp\nexcept ImportError:\n    import cupy as xp", "xp"),
        ("try:\n    import cupy as xp\nexcept ImportError:\n    import numpy as xp", "xp"),
    ],
)
def test_imports_in_a_try_are_imports(
    head: str, call: str, little: Assignment, files: Callable[..., list[Path]]
):
    """Of all branches; of two that bind a name, the one that may be used."""
    loss = f"{head}\n\n\ndef mean_log(Z):\n    return {call}.log(Z).sum() / Z.shape[0]\n"
    if call == "xp":
        loss = loss.replace("xp.log(Z).sum() / ", "log(Z).sum() / float(xp.prod(Z.shape)) #")
    found = import_files(files(ops=OPS, autograd=AUTOGRAD, simple_ml=loss), little)
    assert points(found.notebook, little)["q4-loss"] == 2.0
    assert not any("try" in ast.unparse(one.node) for one in found.chosen.taken)
    told = "import numpy as xp" if call == "xp" else f"import __main__ as {call.split('.')[0]}"
    assert told in text_of(found.notebook)


def test_a_cell_that_writes_a_file_of_python_is_that_file(little: Assignment, tmp_path: Path):
    """Its names are those of that file, and its lines are counted in the cell."""
    path = tmp_path / "hw.ipynb"
    broken = "%%file more.py\ndef better(:\n    pass"
    sources = [
        "def _check(x):\n    return 0 * x",
        "%%writefile python/needle/ops.py\n" + OPS,
        "\n%%writefile -a 'autograd.py'\n" + AUTOGRAD,
        "%%capture out\n" + SIMPLE,
        *("%%bash\nls *.py", "%%writefile notes.txt\nclass Log: pass", broken),
    ]
    path.write_bytes(cells_of(*sources))
    found = import_files([path], little)
    assert points(found.notebook, little) == FULL
    place = found.chosen.answers[0].found["Log"].place
    line = OPS.split("\n").index("class Log(TensorOp):") + 2
    assert place == f"hw.ipynb, cell 2, line {line}"
    assert [one.place for one in found.unread] == ["hw.ipynb, cell 7, line 2"]
    foreign = [(one.written, one.place) for one in found.left["cells that are not Python"]]
    assert foreign == [
        ("%%bash", "hw.ipynb, cell 5"),
        ("%%writefile notes.txt", "hw.ipynb, cell 6"),
    ]


def test_a_given_class_that_is_another_in_the_files_is_named(
    little: Assignment, files: Callable[..., list[Path]]
):
    """With the line that differs; other names, hints and docstrings make no difference."""
    own = (
        "\n\nclass EWiseAdd(TensorOp):\n    def compute(self, x, y: int):\n        'Adds.'\n"
        "        return x + y\n\n    def gradient(self, g, node):\n        return [g, g]\n"
    )
    found = import_files(files(ops=OPS + own, autograd=ENGINE), little)
    told = [one for one in found.chosen.said if "not the assignment's" in one]
    line = OPS.count("\n") + 3
    assert told == [
        f"`EWiseAdd.gradient` (ops.py, line {line}) is not the assignment's: `return [g, g]`; "
        "the assignment's, `return (out_grad, out_grad)`, stands.",
        "Methods of `Tensor` are not the assignment's in the files; the assignment's stand.",
    ]


def test_cells_of_the_assignment_are_counted_and_magics_shown_as_written(
    little: Assignment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "hw.ipynb"
    notebook = json.loads(nbformat.writes(answered_notebook(little)))
    code = [one for one in notebook["cells"] if one["cell_type"] == "code"]
    for one in notebook["cells"]:
        one["metadata"] = {}
    added = "%cd /content\n!mkdir here\npass\nlog(3)"
    notebook["cells"] += json.loads(cells_of(added))["cells"]
    path.write_text(json.dumps(notebook))
    main(["import", str(path), "-a", str(little.folder), "-o", str(tmp_path / "nb.ipynb")])
    said = capsys.readouterr().out
    unchanged = len(code) - len(little.answers())
    assert f"left out, the assignment's own, unchanged: {unchanged} cells" in said
    where = f"(hw.ipynb, cell {len(notebook['cells'])}, line"
    left = ", ".join(f"{text} {where} {n})" for n, text in enumerate(added.split("\n"), start=1))
    assert [one for one in said.split("\n") if "left out" in one][1:] == [
        f"left out, output, trials and settings: {left}"
    ]


def test_a_solved_notebook_is_brought_over_cell_by_cell(little: Assignment, tmp_path: Path):
    """Magics, shell lines, trials, a cell that is not Python: the rest is saved."""
    path = tmp_path / "hw.ipynb"
    sources = [
        "!pip install needle\nimport sys\nfrom simple_ml import *\n%cd here",
        "%%bash\nls",
        LOG.format("array_api.log(a)") + "\nlog(3)",
        "class DivScalar(TensorOp):\n    def compute(self, a)\n        return a\n",
        AUTOGRAD,
        "log?\n%timeit log(3)\n" + SIMPLE,
    ]
    path.write_bytes(cells_of(*sources))
    found = import_files([path], little)
    assert [one.place for one in found.unread] == ["hw.ipynb, cell 4, line 2"]
    assert found.unread[0].names == ("DivScalar",)
    scored = points(found.notebook, little)
    assert (scored["q3-order"], scored["q1-forward"]) == (2.0, 0.0)
    assert not found.complete
    states = {a.template.id: a.missing for a in found.chosen.answers}
    assert states["div-answer"] == ("DivScalar",)


def test_of_a_file_that_does_not_parse_the_rest_is_saved(
    little: Assignment, files: Callable[..., list[Path]]
):
    broken = OPS.replace("return a / self.scalar\n        ### END", "return a / (\n        ### END")
    found = import_files(files(ops=broken, autograd=AUTOGRAD), little)
    assert found.unread[0].names == ("DivScalar",)
    assert found.unread[0].place.startswith("ops.py, line 4")
    assert points(found.notebook, little)["q3-order"] == 2.0
    assert "return _check(array_api.log(a))" in text_of(found.notebook)


@pytest.mark.parametrize("module", ["torch", "jax.numpy", "adlearn.tensors"])
def test_what_may_not_be_used_is_left_out_and_said(
    module: str, little: Assignment, files: Callable[..., list[Path]]
):
    source = f"import {module} as borrowed\n" + LOG.format("borrowed.log(a)")
    found = import_files(files(ops=source), little)
    assert f"comes from `{module}`, which may not be used here" in "\n".join(found.chosen.said)
    assert [one.place for one in found.left["imports of what may not be used"]] == [
        "ops.py, line 1"
    ]
    assert f"import {module}" not in text_of(found.notebook)
    assert points(found.notebook, little)["q1-forward"] == 0.0


def test_methods_in_a_class_become_the_functions_that_are_asked_for(
    scalar: Assignment, tmp_path: Path, regrade: Callable[..., Report]
):
    """The whole engine in one class, as the course's own notebook has it."""
    answers = scalar.answers()
    given = next(c.source for c in scalar.cells if "class AutogradValue" in c.source)
    moved = [name for name, text in answers.items() if "AutogradValue." in text]
    methods = "".join(
        "\n".join(f"    {line}" for line in text.split("\nAutogradValue.")[0].split("\n")) + "\n\n"
        for name, text in answers.items()
        if name in moved
    )
    rest = "\n\n".join(text for name, text in answers.items() if name not in moved)
    path = tmp_path / "engine.py"
    engine, other, classes = given.partition("\n\nclass ForwardValue")
    engine = f"{engine.rstrip()}\n\n{methods}\n{other}{classes}"
    path.write_text(f"import math\nimport numpy as np\n\n{engine}\n\n{rest}\n")
    found = import_files([path], scalar)
    assert found.complete, [a.missing for a in found.chosen.answers]
    report = regrade(found.notebook, only=["q1", "q2", "q4", "q5"])
    assert report.points == report.possible


ENGINE = """\
import needle


class Value:
    def total(self):
        return self.sum()


class Tensor(Value):
    def realize_cached_data(self):
        raise AssertionError("the given one stays")

    @property
    def rows(self):
        return self.shape[0]

    def log(self):
        return needle.ops.Log()(self)

    def mean(self):
        return self.total() / self.rows

    def sum(self, axes=None, keepdims=False):
        return needle.ops.Summation(axes, keepdims)(self)

    def __rtruediv__(self, other):
        return needle.ops.DivScalar(1.0 / other)(Tensor(1.0)) / self

    def nowhere_asked(self):
        return gone(self)
"""


def test_methods_that_a_given_class_lacks_come_with_what_calls_them(
    little: Assignment, files: Callable[..., list[Path]]
):
    """Of the files' own version of the class, and nothing of it that the given one has."""
    training = "def mean_log(Z):\n    return Z.log().mean()\n"
    found = import_files(files(autograd=ENGINE, ops=OPS, simple_ml=training), little)
    assert points(found.notebook, little)["q4-loss"] == 2.0
    whole = text_of(found.notebook)
    put = [line.split(" = ")[0] for line in whole.split("\n") if line.startswith(("Tensor.", "Va"))]
    assert sorted(put) == [
        *("Tensor.__rtruediv__", "Tensor.log", "Tensor.mean", "Tensor.rows", "Value.total")
    ]
    said = "\n".join(found.chosen.said)
    assert "`Tensor.mean` (autograd.py, line 9) was put into the given class" in said
    assert "`Tensor.sum` takes `axes`, `keepdims` in the files (autograd.py, line 9)" in said
    assert "gone" not in said


@pytest.mark.parametrize(
    ("above", "written"),
    [
        ("visited: Set[Value] = set()\n    order = {node_list[0]: []}\n    order[0] = []", False),
        ('"""Sorts."""', False),
        ("for node in node_list:\n        print(node)", True),
        ("node_list[0].seen = True", True),
    ],
)
def test_a_stub_that_begins_for_the_student_is_not_taken_for_an_answer(
    above: str, written: bool, little: Assignment, files: Callable[..., list[Path]]
):
    stub = f"def find_topo_sort(node_list):\n    {above}\n    raise NotImplementedError()\n"
    found = import_files(files(ops=OPS, autograd=stub), little)
    assert (found.chosen.answers[2].stubs == ()) is written


def test_a_notebook_of_the_assignment_itself_comes_through(
    scalar: Assignment, tmp_path: Path, regrade: Callable[..., Report]
):
    path = tmp_path / "mine.ipynb"
    path.write_text(nbformat.writes(answered_notebook(scalar)))
    found = import_files([path], scalar)
    report = regrade(found.notebook)
    assert report.points == report.possible, list(found.chosen.said)


def test_the_command_says_what_it_found_and_writes_over_nothing(
    little: Assignment,
    files: Callable[..., list[Path]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    """0 if all is there, 1 if something is missing, 2 if it would write over a file."""
    monkeypatch.setenv("COLUMNS", "120")
    written = AUTOGRAD + "\n\ndef topo_sort_dfs(node, visited, topo_order):\n    return None\n"
    paths = list(map(str, files(ops=OPS, autograd=written, simple_ml=SIMPLE)))
    out = ["-a", str(little.folder), "-o", str(tmp_path / "made" / "nb.ipynb")]
    assert main(["import", *paths, *out]) == 0
    said = capsys.readouterr().out
    assert "Log.gradient" in said and "brought over" in said and "missing" not in said
    assert "left out, what the assignment gives: EWiseAdd (ops.py, line 33)" in said
    assert main(["import", *paths, *out]) == 2
    assert "add --force" in capsys.readouterr().err
    assert main(["import", paths[0], *out, "--force"]) == 1
    assert "missing" in capsys.readouterr().out
    assert main(["import", str(tmp_path / "none.py"), *out, "--force"]) == 1
    assert "there is no such file" in capsys.readouterr().err


def test_files_that_define_nothing_asked_for_make_no_notebook(
    little: Assignment, files: Callable[..., list[Path]]
):
    with pytest.raises(AutograderError, match=r"(?s)ops.py, line 1: .* It asks for DivScalar, Log"):
        import_files(files(ops="class Logg(:\n    pass"), little)


def test_a_base_class_of_another_file_comes_before_what_is_derived_from_it(
    little: Assignment, files: Callable[..., list[Path]]
):
    """In whatever order the files are named."""
    one = "import numpy as np\nfrom .two import Base\n\n\nclass Middle(Base):\n    pass\n\n\n"
    one += LOG.replace("TensorOp", "Middle").format("np.log(a)")
    two = "from .autograd import TensorOp\n\n\nclass Base(TensorOp):\n    pass\n"
    found = import_files(files(one=one, two=two), little)
    assert [note for note in graded(found.notebook, little).notes if "Error" in note] == []
