"""Functions of an installed package are the user's as those of a notebook are: their own names on
the lines, and what they use besides their arguments compared."""

import importlib
import sys

import numpy as np
import pytest

import adlearn as ad
from adlearn import user_line

MODULE = """
import numpy as np

rate = 0.5
weights = np.array([1.0, 2.0])


def loss(w, x):
    z = w * x
    scaled = rate * z
    L = np.sum(weights * scaled**2)
    return L
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A package where pip puts packages: for messages, a library."""
    folder = tmp_path / "site-packages"
    (folder / "course_of_physics").mkdir(parents=True)
    (folder / "course_of_physics" / "__init__.py").write_text("")
    (folder / "course_of_physics" / "losses.py").write_text(MODULE)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(user_line, "INSTALLED", str(folder))
    importlib.invalidate_caches()
    yield importlib.import_module("course_of_physics.losses")
    for name in [name for name in sys.modules if name.startswith("course_of_physics")]:
        del sys.modules[name]


def test_lines_have_the_names_of_an_installed_source(course):
    assert user_line.is_foreign(course.__file__)
    x = np.array([3.0, 4.0])
    names = [row.name for row in ad.derivation(course.loss, 0)(2.0, x).rows]
    assert {"z", "scaled", "L", "L_bar", "scaled_bar", "z_bar", "w_bar"} <= {*names}


def test_what_an_installed_function_uses_is_compared(course):
    fast = ad.compile(ad.grad(course.loss))
    x = np.array([3.0, 4.0])
    for _ in range(3):
        assert fast(2.0, x) == pytest.approx(ad.grad(course.loss)(2.0, x), rel=1e-14)
    course.rate = 2.0
    assert fast(2.0, x) == pytest.approx(ad.grad(course.loss)(2.0, x), rel=1e-14)
    course.weights[0] = -5.0
    assert fast(2.0, x) == pytest.approx(ad.grad(course.loss)(2.0, x), rel=1e-14)


def test_an_installed_function_is_written_out(course):
    space = {}
    exec(ad.program(course.loss)(2.0, np.array([3.0, 4.0])).source, space)
    assert "course_of_physics" not in ad.program(course.loss)(2.0, np.array([3.0, 4.0])).source
