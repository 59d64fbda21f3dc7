"""A pytest plugin: `autograd` is `adlearn.compat.autograd`, and what becomes of each test stands in
`outcomes.json`."""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys

import adlearn.compat.autograd as face

outcomes: dict[str, str] = {}


def pytest_load_initial_conftests():
    """Take autograd's place: not when this file is imported, as whoever looks for doctests does."""
    sys.modules["autograd"] = face
    for found in pkgutil.walk_packages(face.__path__, f"{face.__name__}."):
        alias = found.name.removeprefix("adlearn.compat.")
        sys.modules[alias] = importlib.import_module(found.name)


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
