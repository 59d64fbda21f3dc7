"""What goes into the JupyterLite site: no other hash, and nothing from the network.

The site itself is tried in tests/browser/test_jupyterlite.py.
"""

from __future__ import annotations

import hashlib
import importlib.util
import zipfile
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("jupytext")


@pytest.fixture(scope="module")
def builder() -> Any:
    path = Path(__file__).parents[2] / "docs" / "jupyterlite" / "build.py"
    spec = importlib.util.spec_from_file_location("build_jupyterlite", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_file_with_another_hash_is_not_used(builder: Any):
    entry = {"file_name": "numpy.whl", "sha256": hashlib.sha256(b"genuine").hexdigest()}
    assert builder.accepted(b"genuine", entry) == b"genuine"
    with pytest.raises(builder.Unavailable, match=r"numpy\.whl .* another hash"):
        builder.accepted(b"other", entry)


def test_a_list_that_needs_what_is_not_in_it_is_refused(builder: Any):
    """What is missing would be asked for in the network; names are compared as PyPI does."""
    six = {"name": "six", "depends": []}
    needs = {"name": "b", "depends": ["Prompt_Toolkit"]}
    toolkit = {"name": "prompt-toolkit", "depends": ["six"]}
    assert set(builder.completed({"six": six}, [needs, toolkit])) == {"b", "six", "prompt-toolkit"}
    with pytest.raises(ValueError, match="b needs prompt-toolkit"):
        builder.completed({"six": six}, [needs])


def test_a_wheel_is_described_by_what_it_is_imported_by_and_needs_in_there(
    builder: Any, tmp_path: Path
):
    path = tmp_path / "some_thing-1.2-py3-none-any.whl"
    metadata = (
        "Metadata-Version: 2.1\nName: Some_Thing\nVersion: 1.2\nRequires-Dist: NumPy>=2\n"
        "Requires-Dist: widgetsnbextension~=4.0\nRequires-Dist: tqdm; extra == 'notebook'\n"
        "Requires-Dist: colorama; sys_platform == 'win32'\nRequires-Dist: rich; extra == 'x'\n"
    )
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("some/__init__.py", "")
        wheel.writestr("_thing.py", "")
        wheel.writestr("some_thing-1.2.dist-info/METADATA", metadata)
    told = builder.described_wheel(path)
    assert (told["name"], told["version"], told["file_name"]) == ("some-thing", "1.2", path.name)
    assert told["imports"] == ["_thing", "some"]
    assert told["depends"] == ["numpy", "tqdm"]
    assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
