"""What students install: the first cell of a released notebook, and what to do when it cannot work.

Where adlearn comes from is the course's setting: a name in an index, an address, or a wheel that
lies beside the notebook.
"""

from __future__ import annotations

import json
import re
import textwrap
from importlib.metadata import PackageNotFoundError, version

import adlearn
from adlearn.installed import remedy
from autograder.errors import UsageError
from autograder.language import say
from autograder.notebook import Notebook

#: What is said when a notebook is made that does not say it.
NO_SOURCE = (
    "the notebook does not say where adlearn comes from, so it cannot install it where it is "
    "missing, as in Colab. Give --install WHAT, or put what = ... under [install] in "
    "assignment.toml."
)

ASK_FOR_WHEEL = (
    "Ask for the file adlearn-...whl where you got this notebook, put it beside the notebook "
    "(in Colab: the folder on the left, then drag it in), and run this cell again."
)

_FIRST_CELL = """\
# Run this cell first. If adlearn is not here (as in Colab), it is installed; else nothing happens.
import importlib.metadata
import importlib.util
import subprocess
import sys
from pathlib import Path


def _check(course={course!r}):
    wheels = sorted(Path().glob("adlearn-*.whl"))  # one beside this notebook comes first
    what = f"{{wheels[-1].resolve()}}[notebook]" if wheels else course
    ask = (
{missing}
    )
    if importlib.util.find_spec("adlearn") is None:
        if not what:
            raise ImportError("adlearn is missing, and nothing says where to get it. " + ask)
        print(f"Installing {{what}} ...")
        pip = [sys.executable, "-m", "pip", "install", "-q", what]
        done = subprocess.run(pip, capture_output=True, text=True)
        if done.returncode:
            print(done.stdout[-1000:], done.stderr[-2000:])
            raise ImportError(f"adlearn could not be installed; the text above says why. {{ask}}")
        importlib.invalidate_caches()
    again = f'%pip install --force-reinstall "{{what or "adlearn[notebook]"}}"'
    try:
        importlib.metadata.version("autograder")
        print(
            "Another package called autograder is installed as well, and one overwrites the other. "
            f"If checks do not work: run  %pip uninstall -y autograder  then  {{again}}  and "
            "restart the kernel."
        )
    except importlib.metadata.PackageNotFoundError:
        pass
    try:
        import hypothesis  # noqa: F401  the checks need it
        import pytest  # noqa: F401

        from autograder import check
    except ModuleNotFoundError as error:
        raise ImportError(
            f"{{error.name}} is missing. Run  %pip install {{error.name.partition('.')[0]}}  in a "
            "new cell, restart the kernel, and run this cell again."
        ) from None
    except ImportError as error:
        raise ImportError(f"{{error}}. Run  {{again}}  and restart the kernel.") from None
    return check


check = _check()
"""


#: What a notebook's first cell begins with, whatever the course installs.
FIRST_LINE = _FIRST_CELL.partition("\n")[0]


def first_cell(install: str, missing: str = ASK_FOR_WHEEL) -> str:
    """Write the cell that finds adlearn or installs it, and gives the notebook its `check`.

    Parameters
    ----------
    install : str
        What the course says, see `wanted`.
    missing : str
        What to do where adlearn is not there and cannot be installed.
    """
    lines = textwrap.wrap(missing, 90, drop_whitespace=False)
    said = "\n".join(f"        {_in_quotes(line)}" for line in lines)
    return _FIRST_CELL.format(course=wanted(install), missing=said).rstrip()


def _in_quotes(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def wanted(install: str) -> str:
    """Write what pip is to install for a student.

    Parameters
    ----------
    install : str
        A name in an index, an address, the name of a wheel that lies beside the notebook; or an
        empty string, where the course says nothing.

    Raises
    ------
    UsageError
        If it is none of these.

    Examples
    --------
    >>> wanted("adlearn==0.1"), wanted("https://school.example/adlearn-0.1.0-py3-none-any.whl")
    ('adlearn[notebook]==0.1', 'adlearn[notebook] @ https://school.example/adlearn-0.1.0-py3-none-any.whl')
    >>> wanted("adlearn-0.1.0-py3-none-any.whl")
    'adlearn-0.1.0-py3-none-any.whl[notebook]'
    """
    install = install.strip()
    if "://" in install:
        return f"adlearn[notebook] @ {install}"
    if not install or install.endswith(".whl"):
        return install and f"{install}[notebook]"
    named = re.fullmatch(r"([A-Za-z0-9][\w.-]*?)\s*(\[[^\]]*\])?\s*([<>=!~].*)?", install)
    if named is None:
        raise UsageError(
            f"what to install is {install!r}. Give the name it has in an index (adlearn==0.1), an "
            "address (https://..., git+https://...), or a wheel (adlearn-...whl)."
        )
    return f"{named[1]}{named[2] or '[notebook]'}{named[3] or ''}"


def versions_differ(released: str) -> str:
    """Say that a notebook was released with another version than is here; else say nothing."""
    if released in ("", adlearn.__version__):
        return ""
    return say(
        "This notebook was released with adlearn {released}, and {version} is installed here. The "
        "checks that the notebook carries are used. If they do not work, take the notebook from "
        "your course again, or install adlearn {released}.",
        released=released,
        version=adlearn.__version__,
    )


def release_note(notebook: Notebook) -> list[str]:
    """Say that a submission was released with another version than grades it."""
    for cell in notebook.cells:
        found = re.search(r"^    version='([\w.+-]+)',$", cell.source, re.MULTILINE)
        if found and "check.load(" in cell.source and found[1] != adlearn.__version__:
            return [
                say(
                    "this notebook was released with adlearn {released} and is graded by "
                    "{version}, with the checks of the installed assignment",
                    released=found[1],
                    version=adlearn.__version__,
                )
            ]
    return []


def what_is_missing(error: ImportError, extra: str) -> str:
    """Say which package an import lacked, and the command that brings it."""
    name = (error.name or "").partition(".")[0]
    if name in ("autograder", "adlearn") or not isinstance(error, ModuleNotFoundError):
        return f"{error}. {unrelated() or 'Install it again: ' + remedy(extra)}"
    return f"a package is missing: {error.name}. Install what this needs: {remedy(extra)}"


def unrelated() -> str:
    """Say what to do if the other package called autograder is installed; else say nothing."""
    try:
        version("autograder")
    except PackageNotFoundError:
        return ""
    return (
        "An unrelated package called autograder is installed in the same place, and one overwrites "
        "the other. Run: python -m pip uninstall -y autograder; "
        f"{remedy('grading').replace('install ', 'install --force-reinstall ', 1)}"
    )
