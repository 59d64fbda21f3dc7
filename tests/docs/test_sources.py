"""A page that names a line of the engine leads there."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def sources() -> Any:
    path = Path(__file__).parents[2] / "docs" / "extensions" / "sources.py"
    spec = importlib.util.spec_from_file_location("sources", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_line_that_a_page_names_is_a_link_to_it(sources: Any):
    """As Sphinx writes code, with a span inside; what follows stays."""
    code = '<code class="docutils"><span class="pre">adlearn/scalars/reverse.py</span></code>'
    assert sources.linked(f"<p>{code}, line 53, in</p>", "../") == (
        f'<p><a href="../source/adlearn/scalars/reverse.html#line-53">{code}, line 53</a>, in</p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<code>adlearn/order.py</code> and others",  # no line
        "<code>adlearn/scalars/nothing.py</code>, line 3",  # no such file
        "<code>adlearn/nn/layers.py</code>, line 3",  # a file without a page
    ],
)
def test_other_words_stay_as_they_are(sources: Any, text: str):
    assert sources.linked(text, "../") == text


def test_what_can_be_read_is_the_engine(sources: Any):
    files = sources.files()
    assert {"adlearn/order", "adlearn/rules/scalars", "adlearn/tensors/node"} <= set(files)
    assert not [file for file in files if file.startswith(("adlearn/show", "adlearn/compat"))]
