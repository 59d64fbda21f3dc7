"""An honest class: everybody has other right answers, and nobody's answer is taken twice."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from autograder.pack import Assignment
from autograder.similarity.reading import Known, Part, Written, written


@pytest.fixture(scope="session")
def known(scalar: Assignment) -> Known:
    """What the scalar assignment gives."""
    return Known.of(scalar)


@pytest.fixture(scope="session")
def people(scalar: Assignment) -> dict[str, dict[str, str]]:
    """Answers of twenty: the n-th takes the n-th text in the bank for each cell, if there is one.

    Of the others, the reference answer stays.
    """
    texts: dict[str, list[str]] = {name: [] for name in scalar.answers()}
    for answer in scalar.bank("right").values():
        for name, text in answer.cells.items():
            if name in texts and text not in texts[name] and _is_python(text):
                texts[name].append(text)
    reference = scalar.answers()
    return {
        f"s{n}": {
            name: some[n] if n < len(some) else reference[name] for name, some in texts.items()
        }
        for n in range(20)
    }


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:  # Jupyter understands more
        return False
    return True


@pytest.fixture(scope="session")
def of(known: Known) -> Callable[..., Written]:
    """Take the fingerprints of somebody's answers."""

    def make(name: str, answers: Mapping[str, str], **more: Any) -> Written:
        parts = [Part(cell, n, text) for n, (cell, text) in enumerate(answers.items(), start=1)]
        return written(name, Path(f"{name}.ipynb"), parts, known, **more)

    return make


@pytest.fixture(scope="session")
def honest(people: Mapping[str, Mapping[str, str]], of: Callable[..., Written]) -> list[Written]:
    """The class, as it is compared."""
    return [of(name, answers) for name, answers in people.items()]
