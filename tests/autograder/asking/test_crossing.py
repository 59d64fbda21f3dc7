"""What crosses to a submission can be read there: it comes from files of probes alone."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import FunctionType

import autograder.asking
from autograder.asking import crossing


def probes() -> Iterator[FunctionType]:
    """Every function of every file of probes."""
    for module in pkgutil.walk_packages(autograder.asking.__path__, "autograder.asking."):
        if module.name.rpartition(".")[2].startswith("probes"):
            here = importlib.import_module(module.name)
            for _, function in inspect.getmembers(here, inspect.isfunction):
                if function.__module__ == module.name:
                    yield function


def test_no_probe_takes_with_it_what_knows_an_answer() -> None:
    found = list(probes())
    assert len(found) > 60
    for probe in found:
        for named in crossing._named_by(probe):
            assert named.__module__.rpartition(".")[2].startswith("probes"), (probe, named)
