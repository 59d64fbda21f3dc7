"""`import adlearn` loads little, and whatever is asked for first works by itself."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import adlearn

FIRST = {
    "from adlearn import AutogradValue as V; x = V(2.0); (x * x).backward(); print(x.grad)": "4.0",
    "from adlearn import ForwardValue as V; x = V(2.0); print((x * x).value)": "4.0",
    "import adlearn as ad; x = ad.tensor(2.0); (x * x).backward(); print(x.grad)": "4.0",
    "import adlearn as ad; print(ad.grad(lambda x: x * x)(2.0))": "4.0",
    "import adlearn as ad; print(ad.sin(0.0))": "0.0",
    "import adlearn as ad; x = ad.wrap_array([2.0])[0]; (x * x).backward(); print(x.grad)": "4.0",
    "import adlearn.numpy as np, adlearn as ad; print(ad.deriv(np.exp)(0.0))": "1.0",
    "from adlearn.compat.needle import Tensor; x = Tensor([2.0]); print((x * x).numpy()[0])": "4.0",
    "from adlearn.compat.micrograd.engine import Value; x = Value(2.0); print((x * x).data)": "4.0",
    "from adlearn.compat.autodidact import grad; print(grad(lambda x: x * x)(2.0))": "4.0",
    "from adlearn.compat.autograd import grad; print(grad(lambda x: x * x)(2.0))": "4.0",
}


def run(program):
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("program", FIRST)
def test_what_is_asked_for_first_works_by_itself(program):
    assert run(program) == FIRST[program]


def test_importing_loads_no_engine():
    loaded = set(run("import sys, adlearn; print(*sys.modules)").split())
    assert not loaded & {
        "IPython",
        "adlearn.derivatives.transforms",
        "adlearn.rules",
        "adlearn.scalars",
        "adlearn.tensors",
        "hypothesis",
        "ipywidgets",
        "matplotlib",
        "numpy",
        "pytest",
        "scipy",
    }


WITHOUT_NUMPY = "import sys; sys.modules['numpy'] = None\n"
OF_NUMBERS = {
    "import adlearn as ad; a = ad.AutogradValue(5); (-ad.log(5 * a + 2)).backward(); "
    "print(round(a.grad, 4))": "-0.1852",
    "import adlearn as ad; a = ad.ForwardValue(2.0); print((ad.sin(a) * a).forward_grads[a] > 0)": (
        "True"
    ),
    "from adlearn.scalars.derivatives import grad, derivative; "
    "print(grad(derivative(lambda x: x**3))(2.0))": "12.0",
    "from adlearn import derivative, grad, sin; f = lambda x: x * sin(x); "
    "print(round(grad(f)(2.0), 6), round(derivative(grad(f))(2.0), 6))": "0.077004 -2.650889",
    "import math, adlearn as ad; print(round(ad.numerical_derivative(math.sin, 0.0)[0], 9))": "1.0",
    "import adlearn as ad; print(ad.sqrt(ad.AutogradValue(0.0)).local_partials)": "(inf,)",
}


@pytest.mark.parametrize("program", OF_NUMBERS)
def test_numbers_need_no_numpy(program):
    """The first lecture runs where there is none."""
    assert run(WITHOUT_NUMPY + program) == OF_NUMBERS[program]


def test_every_public_name_is_said_once_and_known_to_type_checkers():
    tree = ast.parse(Path(adlearn.__file__).with_suffix(".pyi").read_text())
    typed = [
        (alias.name, node.module)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    said = [
        (name, f"adlearn.{module}")
        for module, names in adlearn.HOMES.items()
        for name in names.split()
    ]
    assert sorted(typed) == sorted({*said, ("Any", "typing")}) and len(said) == len(dict(said))
    assert "show: Any" in ast.unparse(tree)
    for name in adlearn.__all__:
        assert getattr(adlearn, name) is not None
    assert set(adlearn.__all__) <= set(dir(adlearn))


def test_no_module_is_hidden_by_a_name():
    """`import adlearn.tensor as T` once gave the function, not the module."""
    package = Path(adlearn.__file__).parent
    named = (path.relative_to(package).with_suffix("").as_posix() for path in package.rglob("*.py"))
    modules = {name.removesuffix("/__init__").replace("/", ".") for name in named}
    hidden = {m for m in modules if m in adlearn.HOME_OF}
    assert not hidden
    for module in modules:
        where, _, name = module.rpartition(".")
        if where and not where.startswith("compat"):
            parent = importlib.import_module(f"adlearn.{where}")
            found = getattr(parent, name, None)
            assert found is None or isinstance(found, ModuleType), module


def test_a_name_that_is_not_there_is_an_error():
    with pytest.raises(AttributeError, match="no attribute 'gradd'"):
        adlearn.gradd  # noqa: B018
