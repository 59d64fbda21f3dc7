"""Programs that are read: printed as in the lecture, written as files that need nothing of ours."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextvars import ContextVar
from pathlib import Path

import numpy as np
import pytest

import adlearn as ad
from adlearn.derivatives.containers import leaves_of
from adlearn.errors import NotANumber, NotTraceable
from adlearn.programs.simplify import KINDS

sys.path.append(str(Path(__file__).parent))
from programs_of_seeds import PROGRAMS, logistic_loss, network_loss, training_loss  # noqa: E402


def same(found, expected, tolerance=1e-12):
    found, expected = leaves_of(found)[0], leaves_of(expected)[0]
    assert len(found) == len(expected)
    for a, b in zip(found, expected, strict=True):
        assert np.shape(a) == np.shape(b)
        np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)


def test_the_logistic_example_is_printed_as_in_the_lecture():
    page = str(ad.program(ad.grad(logistic_loss, (0, 1)))(1.0, 2.0, 3.0, 1.0))
    lines = [line.split("    ") for line in page.splitlines()]
    left = [line[0].replace(" ", "") for line in lines if line[0]]
    bar = "\u0305"
    assert left[3:] == [
        "t1=w·x",
        "z=t1+b",
        "t2=−z",
        "t3=exp(t2)",
        "t4=1+t3",
        "y=1/t4",
        "t5=y−t",
        "t6=t5²",
        "L=0.5·t6",
    ]
    right = [line[-1].replace(" ", "") for line in lines if len(line) > 1][2:]
    assert right[0] == f"L{bar}=1"
    assert f"y{bar}=y−t" in right
    assert f"b{bar}=z{bar}" in right and f"w{bar}=z{bar}·x" in right


def test_latex_has_a_bar_for_each_cotangent():
    latex = ad.program(ad.grad(logistic_loss))(1.0, 2.0, 3.0, 1.0).latex
    assert r"\overline{L} &= 1" in latex
    assert r"\overline{y} &= y - t" in latex
    assert r"\overline{w} &= \overline{z} \, x" in latex


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_computes_what_the_function_does_at_other_arguments(name):
    f, (first, other) = PROGRAMS[name]
    program = ad.program(f)(*first)
    same(program(*other), f(*other))
    same(program(*first), f(*first))


def in_a_bare_interpreter(texts, names, cases):
    """Run files where there is no adlearn; give what their functions give, as lists."""
    code = (
        "import json, sys\n"
        "import numpy as np\n"
        "def arrays(tree):\n"
        "    if isinstance(tree, dict) and '__array__' in tree:\n"
        "        return np.array(tree['__array__'], tree['dtype'])\n"
        "    if isinstance(tree, dict): return {k: arrays(v) for k, v in tree.items()}\n"
        "    return [arrays(v) for v in tree] if isinstance(tree, list) else tree\n"
        "def lists(tree):\n"
        "    if isinstance(tree, dict): return {k: lists(v) for k, v in tree.items()}\n"
        "    if isinstance(tree, (list, tuple)): return [lists(v) for v in tree]\n"
        "    return np.asarray(tree).tolist()\n"
        "given = json.load(sys.stdin)\n"
        "found = []\n"
        "for text, name, arguments in given:\n"
        "    space = {}\n"
        "    exec(text, space)\n"
        "    found.append(lists(space[name](*arrays(arguments))))\n"
        "assert not [m for m in sys.modules if m.startswith('adlearn')]\n"
        "json.dump(found, sys.stdout)\n"
    )

    def plain(tree):
        if isinstance(tree, np.ndarray):
            return {"__array__": tree.tolist(), "dtype": tree.dtype.name}
        if isinstance(tree, dict):
            return {key: plain(part) for key, part in tree.items()}
        return [plain(part) for part in tree] if isinstance(tree, (list, tuple)) else tree

    given = json.dumps([[t, n, plain(c)] for t, n, c in zip(texts, names, cases, strict=True)])
    run = subprocess.run(
        [sys.executable, "-I", "-c", code], input=given, capture_output=True, text=True, check=False
    )
    assert not run.returncode, run.stderr
    return json.loads(run.stdout)


def function_name(source):
    return source.rpartition("\ndef ")[2].partition("(")[0]


def test_the_source_of_each_program_runs_without_us_and_gives_the_same_numbers():
    texts, names, cases, expected = [], [], [], []
    for f, (first, other) in PROGRAMS.values():
        source = ad.program(f)(*first).source
        assert "adlearn" not in source
        for case in (first, other):
            texts.append(source)
            names.append(function_name(source))
            outside = [np.array(x) for x in outside_of(source)]
            cases.append([*case, *outside])
            expected.append(f(*case))
    for found, wanted in zip(in_a_bare_interpreter(texts, names, cases), expected, strict=True):
        flat = [np.array(x) for x in leaves_of(wanted)[0]]
        for a, b in zip(as_arrays(found, wanted), flat, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-12)


def outside_of(source):
    """Give the arrays that a file takes as arguments, and the function took from outside."""
    from programs_of_seeds import INPUTS, TARGETS

    head = source.rpartition("\ndef ")[2].partition("\n")[0]
    known = {"INPUTS": INPUTS, "TARGETS": TARGETS}
    return [known[name] for name in re.findall(r"\w+", head) if name in known]


def as_arrays(found, like):
    """Read nested lists in the form of a result."""
    if isinstance(like, dict):
        return [x for key in like for x in as_arrays(found[key], like[key])]
    if isinstance(like, (list, tuple)):
        return [x for a, b in zip(found, like, strict=True) for x in as_arrays(a, b)]
    return [np.array(found)]


def test_names_and_loops_are_those_of_the_source():
    f, (first, _) = PROGRAMS["network"]
    source = ad.program(f)(*first).source
    assert "outputs = x @ W" in source.replace("np.dot(x, ", "x @ ") or "outputs = " in source
    assert "outputs_2 = " in source
    assert ad.program(ad.grad(training_loss))(np.zeros(3)).source.count("preds") > 1


def test_a_hessian_is_called_one():
    program = ad.program(ad.hessian(training_loss))(np.zeros(3))
    assert program.name == "hessian_of_training_loss"
    assert "def hessian_of_training_loss(" in program.source


@pytest.mark.parametrize("kind", KINDS)
def test_each_simplification_can_be_left_out_and_changes_no_number(kind):
    for f, (first, other) in PROGRAMS.values():
        whole = ad.program(f)(*first)
        without = ad.program(f, simplify=set(KINDS) - {kind})(*first)
        alone = ad.program(f, simplify=kind)(*first)
        for program in (without, alone):
            same(program(*other), whole(*other), 1e-11)


def test_simplification_makes_programs_shorter():
    f, (first, _) = PROGRAMS["logistic"]
    whole = len(ad.program(f)(*first))
    assert len(ad.program(f, simplify=False)(*first)) > whole
    assert len(ad.program(f, simplify=set(KINDS) - {"constants"})(*first)) > whole
    assert len(ad.program(f, simplify=set(KINDS) - {"dead"})(*first)) > whole


def test_an_unknown_simplification_is_refused_with_those_there_are():
    with pytest.raises(NotANumber, match="units"):
        ad.program(np.sin, simplify="unit")


def test_a_program_is_not_for_other_shapes_or_branches():
    program = ad.program(lambda x: x * 2.0 if np.sum(x) > 0 else x)(np.ones(2))
    with pytest.raises(NotTraceable, match=r"shape \(2,\)"):
        program(np.ones(3))
    with pytest.raises(NotTraceable, match="other way"):
        program(-np.ones(2))
    assert "It holds as long as" in str(program)


@pytest.mark.parametrize(
    ("f", "said"),
    [
        (lambda x: float(np.sum(x)) * x, "float()"),
        (lambda x: x * x.tolist()[0], "tolist"),
        (lambda x: np.array([x[0], x[1]]), "adlearn.numpy.array"),
        (lambda x: x.sum().item() * x, "item()"),
        (lambda x: fill(x), "changes an array in place"),
        (lambda x: add_in_place(x), "changes an array in place"),
    ],
)
def test_what_a_program_cannot_say_is_refused_with_the_remedy(f, said):
    with pytest.raises(NotTraceable) as refusal:
        ad.program(f)(np.array([1.0, 2.0]))
    assert said in str(refusal.value)
    assert any("test_programs.py" in note for note in refusal.value.__notes__)


def fill(x):
    x[0] = 3.0
    return x


def add_in_place(x):
    x += 1.0
    return x


def test_a_refusal_cannot_be_swallowed():
    def f(x):
        try:
            return float(x) * 2.0
        except TypeError:
            return x * 0.0

    with pytest.raises(NotTraceable):
        ad.program(f)(1.5)


def test_a_value_that_was_kept_is_the_number_of_the_example():
    kept = []
    ad.program(lambda x: kept.append(x * 2.0) or x * 2.0)(np.ones(2))
    (value,) = kept
    np.testing.assert_array_equal(value + 1.0, [3.0, 3.0])
    np.testing.assert_array_equal(np.asarray(value), [2.0, 2.0])
    np.testing.assert_array_equal(np.mean(kept, axis=0), [2.0, 2.0])
    assert float(value[0]) == 2.0 and value.tolist() == [2.0, 2.0] and value[1].item() == 2.0


def test_a_value_of_an_earlier_program_is_in_no_other():
    kept = ContextVar("kept")  # into which nobody can look

    def f(x):
        return x * kept.get()

    ad.program(lambda x: kept.set(x) and x * 2.0)(np.ones(2))
    np.testing.assert_array_equal(f(np.ones(2)), [1.0, 1.0])
    with pytest.raises(NotTraceable, match="an earlier call has kept"):
        ad.program(f)(np.ones(2))


def test_thousands_of_lines():
    def f(x):
        for _ in range(3000):
            x = np.sin(x) + 0.1
        return np.sum(x)

    program = ad.program(ad.grad(f))(np.linspace(0, 1, 4))
    other = np.linspace(1, 2, 4)
    assert len(program) > 9000
    same(program(other), ad.grad(f)(other))
    space = {}
    exec(program.source, space)
    same(space[function_name(program.source)](other), ad.grad(f)(other))


def test_network_program_has_shapes():
    f, (first, _) = PROGRAMS["network"]
    assert "(5, 4)" in str(ad.program(f)(*first))
    assert network_loss(*first) > 0
