"""What people install holds what it should, and nothing it should not."""

import json
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from autograder.pack import load_assignment

ROOT = Path(__file__).parents[1]


def installed(name):
    for distribution in metadata.distributions(name=name):
        if not distribution.read_text("RECORD"):  # building leaves an egg-info behind
            continue
        origin = json.loads(distribution.read_text("direct_url.json") or "{}")
        if origin.get("dir_info", {}).get("editable"):
            pytest.skip(f"{name} is installed editable, which lists no files; CI installs a copy")
        return distribution
    pytest.skip(f"{name} is not installed in this environment; CI installs it")


def test_students_get_no_solution_and_no_hidden_check():
    files = [str(path) for path in installed("adlearn").files or []]
    assert any(path.startswith("adlearn/") for path in files)
    assert any(path.startswith("autograder/sandbox/worker/") for path in files)
    foreign = [path for path in files if path.split("/")[0] in ("assignments", "tests", "docs")]
    assert foreign == []


def test_the_assignments_package_brings_its_banks_and_its_entry_point():
    files = {Path(path).name for path in installed("adlearn-assignments").files or []}
    assert {"notebook.py", "q1.py", "assignment.toml", "mul-swapped.py"} <= files
    assert "progression.toml" in files
    assert load_assignment("scalar").check_sources()


def test_the_core_needs_only_numpy():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["dependencies"] == ["numpy>=2.0"]
    assert project["requires-python"] == ">=3.11"
    everything = [d for group in project["optional-dependencies"].values() for d in group]
    pinned = {d.split("==")[0] for d in everything if "<" in d or "==" in d}
    assert pinned == {"ruff", "mypy"}  # the reason stands beside them


def test_the_project_file_names_only_what_is_there():
    """No folder, no file and no extra in it outlives what it was for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    tool, extras = project["tool"], project["project"]["optional-dependencies"]
    patterns = {*tool["pytest"]["ini_options"]["testpaths"], *tool["mypy"]["files"]}
    patterns |= {*tool["ruff"]["extend-exclude"], *tool["ruff"]["lint"]["per-file-ignores"]}
    for package, names in tool["setuptools"]["package-data"].items():
        patterns |= {f"{package}/{name}" for name in names}
    for override in tool["mypy"]["overrides"]:
        modules = override["module"]
        for module in [modules] if isinstance(modules, str) else modules:
            path = module.replace(".", "/")
            patterns.add(path if path.endswith("*") else f"{path}.py")
    assert [pattern for pattern in sorted(patterns) if not list(ROOT.glob(pattern))] == []
    named = {
        name
        for requirements in extras.values()
        for requirement in requirements
        if requirement.startswith("adlearn[")
        for name in requirement.removeprefix("adlearn[").removesuffix("]").split(",")
    }
    assert named <= set(extras)


def test_importing_the_grader_is_cheap():
    code = "import autograder, autograder.plugin_pytest, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    loaded = set(done.stdout.split())
    assert not loaded & {"adlearn", "hypothesis", "nbgrader", "rich", "matplotlib", "IPython"}


def test_a_notebook_can_run_its_checks_on_windows():
    code = (
        "import signal, sys, pytest, hypothesis, adlearn, subprocess, tempfile, selectors\n"
        "sys.platform = 'win32'\n"
        "for name in ('fcntl', 'resource', 'pwd', 'grp', 'termios'): sys.modules[name] = None\n"
        "for name in ['SIGKILL', 'SIGBUS', 'SIGXCPU', 'SIGXFSZ']: delattr(signal, name)\n"
        "from autograder import check\n"
        "check.load('d', 'D', questions={'q1': 'Q1'}, cells={'q1-f': 'q1'}, points={'q1-f': 1.0},\n"
        "  hidden={}, source='''\nimport pytest\n@pytest.mark.points(1, cell='q1-f')\n"
        "def test_f(submission):\n    assert submission.f(2) == 4\n''')\n"
        "print(check('q1', namespace={'f': lambda x: 2 * x}).report.points)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "1.0", done.stderr
