"""The engine's and the grader's tests on the oldest and on the newest versions, and the engine's on
those of Colab, where all notebooks run as well: `nox`.

`nox -- part` leaves out what depends least on versions: nbgrader's commands, pages and exports, and
the diagnosis of every answer of the bank.
"""

import shutil
import sys
import tempfile
from pathlib import Path

import nox

nox.options.reuse_existing_virtualenvs = True

#: The lower bounds of pyproject.toml, as far as results depend on them.
OLDEST = [
    "numpy==2.0.*",
    "scipy==1.13.*",
    "matplotlib==3.9.*",
    "ipywidgets==7.7.*",
    "anywidget==0.9.21",
    "hypothesis==6.100.*",
    "pytest==7.4.*",
    "pytest-xdist==3.8.*",
    "nbgrader==0.9.5",
    "nbformat==5.9.*",
    "jupytext==1.16.0",
    "rich==13.0.*",
    "tqdm==4.60.*",
    "autograd==1.9.*",
    "xarray==2024.7.*",
]
COLAB = [
    "numpy==2.1.3",
    "ipywidgets==7.7.1",
    "ipython==7.34.*",
    "ipykernel==6.17.1",
    "traitlets==5.7.1",
    "nbclient",
    "pytest-xdist",
    "autograd",
    "xarray",
]
NEWEST = ["pytest-xdist", "nbclient", "autograd", "xarray"]

TESTS = ["tests/adlearn", "tests/autograder", "adlearn", "autograder"]
PART = [
    *("tests/adlearn", "adlearn"),
    *("tests/autograder/asking", "tests/autograder/sandbox", "tests/autograder/trial"),
]
NOTEBOOKS = "tests/autograder/test_notebooks_in_kernels.py"
#: What asks the same on any version, and takes longest of the engine's tests.
ASKED_ONCE = [
    "--ignore=tests/adlearn/calls",
    "--ignore=tests/adlearn/compat/test_autograd_public.py",
]


@nox.session(python="3.11")
def oldest(session: nox.Session) -> None:
    """Python 3.11, NumPy 2.0, and the oldest of everything else that is allowed."""
    run(session, OLDEST)


@nox.session(python="3.12")
def colab(session: nox.Session) -> None:
    """Python 3.12 with what Colab's image holds: the engine, and what is shown there."""
    session.install("--upgrade", ".[notebook,scipy,bench]", *COLAB)
    session.run("python", "-c", SHOW)
    part = session.posargs == ["part"]
    # Colab has no nbgrader, which makes the notebooks: they come from where nox is.
    folder = session.create_tmp()
    for pack in sorted(Path("assignments").glob("*/assignment.toml")):
        for command, kind in (("release", "release"), ("generate", "source")):
            making = ("-m", "autograder", command, str(pack.parent), "-o", f"{folder}/{kind}")
            session.run(sys.executable, *making, external=True, silent=True)
    # That ipywidgets sends nothing where there is no kernel, and the test counts what it sends.
    counted = "tests/adlearn/show/test_inspect.py::test_one_move_is_one_message_to_the_page"
    session.run(
        *("python", "-m", "pytest", "tests/adlearn", "adlearn", f"--deselect={counted}"),
        f"{NOTEBOOKS}{'::test_the_answers_pass_and_every_demo_runs' if part else ''}",
        *ASKED_ONCE,
        # The rules are asked on an older and on a newer NumPy than this one.
        *(["--ignore=tests/adlearn/rules"] if part else []),
        env={"ADLEARN_TEST_NOTEBOOKS": str(Path(folder).resolve())},
    )


@nox.session(python="3.13")
def newest(session: nox.Session) -> None:
    """Python 3.13, and whatever is newest."""
    run(session, NEWEST)


@nox.session(python=["3.11", "3.13"])
@nox.parametrize("what", ["core", "whole"])
def packages(session: nox.Session, what: str) -> None:
    """The wheels, built from the source distributions, in environments with nothing else."""
    session.install("build")
    built = Path(session.create_tmp()).resolve() / "built"
    if "--no-install" not in sys.argv and "-R" not in sys.argv:
        shutil.rmtree(built, ignore_errors=True)  # a wheel of another version
    for folder in (".", "assignments"):
        session.run_install("python", "-m", "build", "-q", folder, "-o", str(built))
    # What builds is not there any more when it is asked; nor is what a former run installed.
    there = ("build", "pyproject_hooks", "adlearn", "adlearn-assignments")
    session.run_install("python", "-m", "pip", "uninstall", "-q", "-y", *there)
    wheels = {path.name.split("-")[0]: str(path) for path in built.glob("*.whl")}
    wanted = {
        "core": [wheels["adlearn"]],
        "whole": [
            f"{wheels['adlearn']}[grading]",
            wheels["adlearn_assignments"],
        ],
    }[what]
    oldest = [pin for pin in OLDEST if what == "whole" or pin.startswith("numpy")]
    session.install("--upgrade", *wanted, *(oldest if session.python == "3.11" else []))
    script = Path("tests/smoke.py").resolve()
    with session.chdir(tempfile.mkdtemp(dir=session.create_tmp())):
        session.run("python", str(script), what, env={"PYTHONPATH": ""})


def run(session: nox.Session, versions: list[str]) -> None:
    """Install what instructors do, in these versions, and ask everything or a part."""
    session.install("--upgrade", ".[grading,scipy,bench]", "./assignments", *versions)
    session.run("python", "-c", SHOW)
    tests = [*PART, *ASKED_ONCE] if session.posargs == ["part"] else session.posargs or TESTS
    session.run("python", "-m", "pytest", *tests)


SHOW = """
import sys, importlib.metadata as m
found = [f"{name} {m.version(name)}" for name in ("numpy", "scipy", "hypothesis", "pytest")]
print("Python", sys.version.split()[0], "with", *found)
"""
