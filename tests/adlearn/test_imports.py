"""`import adlearn` loads little, and whatever is asked for first works by itself."""

import ast
import subprocess
import sys
from pathlib import Path

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


def test_importing_loads_numpy_and_no_engine():
    loaded = set(run("import sys, adlearn; print(*sys.modules)").split())
    assert "numpy" in loaded
    assert not loaded & {
        "IPython",
        "adlearn.scalars.operations",
        "adlearn.rules",
        "adlearn.derivatives.transforms",
        "hypothesis",
        "ipywidgets",
        "matplotlib",
        "pytest",
        "scipy",
    }


def test_every_public_name_is_there_and_known_to_type_checkers():
    tree = ast.parse(Path(adlearn.__file__).read_text())
    typed = {
        f"{alias.name} from {node.module}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module != "typing"
        for alias in node.names
    }
    lazy = {f"{name} from adlearn.{module}" for name, module in adlearn.HOME_OF.items()}
    assert typed == lazy
    for name in adlearn.__all__:
        assert getattr(adlearn, name) is not None
    assert set(adlearn.__all__) <= set(dir(adlearn))


def test_a_name_that_is_not_there_is_an_error():
    with pytest.raises(AttributeError, match="no attribute 'gradd'"):
        adlearn.gradd  # noqa: B018
