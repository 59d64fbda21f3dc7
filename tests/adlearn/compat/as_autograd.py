"""A pytest plugin: `autograd` is `adlearn.compat.autograd`, and what becomes of each test stands in
`outcomes.json`."""

from __future__ import annotations

import collections
import functools
import importlib
import json
import os
import pkgutil
import sys

import adlearn as ad
import adlearn.compat.autograd as face

outcomes: dict[str, str] = {}
#: How many derivatives were answered by programs.
programs: collections.Counter[str] = collections.Counter()
#: What is compiled where `COMPILED` is set.
COMPILED = ("grad", "value_and_grad", "elementwise_grad", "jacobian", "hessian", "holomorphic_grad")


def pytest_load_initial_conftests():
    """Take autograd's place: not when this file is imported, as whoever looks for doctests does."""
    sys.modules["autograd"] = face
    for found in pkgutil.walk_packages(face.__path__, f"{face.__name__}."):
        alias = found.name.removeprefix("adlearn.compat.")
        sys.modules[alias] = importlib.import_module(found.name)
    if os.environ.get("COMPILED"):
        for name in COMPILED:
            operator = staged(getattr(face, name))
            for module in list(sys.modules.values()):
                ours = getattr(module, "__name__", "").startswith(face.__name__)
                if ours and getattr(module, name, None) is operator.__wrapped__:
                    setattr(module, name, operator)


def staged(operator):
    """Make an operator whose derivatives are compiled, and asked twice: the second answer is that
    of a program, where there can be one."""

    @functools.wraps(operator)
    def compiled_operator(fun, *args, **kwargs):
        derivative = operator(fun, *args, **kwargs)
        compiled = ad.compile(derivative)

        @functools.wraps(derivative)
        def asked_twice(*args, **kwargs):
            compiled(*args, **kwargs)
            answer = compiled(*args, **kwargs)
            ran = any(version.calls for version in compiled.versions)
            programs["by a program" if ran else "inside of another, or as it is"] += 1
            return answer

        return asked_twice

    return compiled_operator


def pytest_runtest_logreport(report):
    """Note what fails or is skipped; what does neither has passed."""
    if report.when == "call" or report.outcome != "passed":
        outcomes[report.nodeid] = report.outcome


def pytest_collectreport(report):
    """A file that cannot be read counts as a failure."""
    if report.failed:
        outcomes[report.nodeid] = "failed"


def pytest_sessionfinish():
    with open("outcomes.json", "w") as file:
        json.dump(outcomes, file)
    with open("programs.json", "w") as file:
        json.dump(programs, file)
