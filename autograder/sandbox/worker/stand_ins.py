"""Stand-ins for what a notebook expects around it: a shell, a display, widgets, a progress bar.

They do nothing, and let the code that uses them go on.
"""

from __future__ import annotations

import builtins
import shutil
import types
import warnings
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn, TextIO

STAND_INS = frozenset({"IPython", "ipywidgets", "google", "tqdm", "autograder", "nbgrader"})


class Harmless:
    """Any attribute, call, item or ``with`` of it is harmless again.

    Called with a function alone or first (as a decorator, or like ``interact(f, x=1)``), it gives
    that function back.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if args and isinstance(args[0], types.FunctionType):
            return args[0]
        return Harmless()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Harmless()

    def __getitem__(self, key: Any) -> Any:
        return Harmless()

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __enter__(self) -> Harmless:
        return self

    def __exit__(self, *details: Any) -> None:
        return None

    def __repr__(self) -> str:
        return "<not available while grading>"


class Progress:
    """A progress bar that shows nothing and passes every item on."""

    def __init__(self, iterable: Iterable[Any] | None = None, *args: Any, **kwargs: Any) -> None:
        self.iterable = () if iterable is None else iterable
        self.n = 0
        self.total = kwargs.get("total", args[1] if len(args) > 1 else None)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.iterable)

    def __len__(self) -> int:
        return len(self.iterable)  # type: ignore[arg-type]

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *details: Any) -> None:
        return None

    def update(self, n: float = 1) -> None:
        self.n += n  # type: ignore[assignment]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Harmless()


def _write(*values: Any, **options: Any) -> None:
    print(*values)


Progress.write = staticmethod(_write)  # type: ignore[attr-defined]


class Check:
    """``check("q1")`` where the grader asks the questions itself: it does nothing."""

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        return None

    def load(self, *args: Any, **kwargs: Any) -> None:
        return None

    def student(self, *args: Any, **kwargs: Any) -> None:
        return None

    def points(self, *args: Any, **kwargs: Any) -> Any:
        if len(args) == 1 and not kwargs and isinstance(args[0], types.FunctionType):
            return args[0]
        return lambda function: function


class HarmlessModule(types.ModuleType):
    """A module in which every name is there and harmless."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Harmless()


def module(name: str) -> types.ModuleType:
    """Make the stand-in of a module.

    Parameters
    ----------
    name : str
        Its full name; the first part is one of `STAND_INS`.

    Returns
    -------
    module
        A package in which every name exists.

    Examples
    --------
    >>> list(module("tqdm.auto").tqdm([1, 2]))
    [1, 2]
    """
    made = HarmlessModule(name)
    made.__path__ = []
    names: dict[str, Any] = {}
    if name.partition(".")[0] == "tqdm":
        names = {"tqdm": Progress, "tqdm_notebook": Progress, "trange": trange}
    elif name == "autograder":
        names = {"check": Check()}
    elif name == "IPython":
        # matplotlib compares the version before it draws.
        names = {"get_ipython": get_ipython, "version_info": (9, 0, 0, "")}
    elif name == "IPython.display":
        names = {"display": display}
    made.__dict__.update(names)
    return made


def trange(*args: Any, **kwargs: Any) -> Progress:
    """``tqdm(range(...))``."""
    return Progress(range(*args), **kwargs)


def get_ipython() -> Harmless:
    """The shell's stand-in."""
    return Harmless()


def display(*objects: Any, **options: Any) -> None:
    """Show nothing."""


def _leave_it(*paths: Any, **options: Any) -> None:
    """Do nothing."""


def _leave(*args: Any) -> NoReturn:
    raise SystemExit(*args)


#: What `input` was asked for since somebody looked.
PROMPTS: list[str] = []


def nobody_types(prompt: object = "") -> str:
    """Answer ``input()`` while grading, where nobody can type: with an empty line."""
    PROMPTS.append(str(prompt))
    return ""


#: Warnings of adlearn's since somebody looked: the file, the line, and what is said.
WARNED: list[tuple[str, int, str]] = []
_MOST_WARNED = 5


def watch_warnings() -> None:
    """Take note of adlearn's warnings, besides showing them: what is printed here nobody reads."""
    show = warnings.showwarning

    def noted(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if category.__module__ == "adlearn.errors" and len(WARNED) < _MOST_WARNED:
            WARNED.append((filename, lineno, f"{category.__name__}: {message}"))
        show(message, category, filename, lineno, file, line)

    warnings.showwarning = noted


def warned() -> list[tuple[str, int, str]]:
    """Give the warnings since somebody looked."""
    found = WARNED.copy()
    if found:
        WARNED.clear()
        # Python shows a warning of a line once; any change of its filters lets it do so again.
        warnings.simplefilter("default", append=True)
    return found


def install_builtins() -> None:
    """Add the names a kernel has built in, those that a start without `site` lacks, and `check`.

    A notebook's first cell imports that one, and does not run in grading. Copying a file does not
    copy its permissions and times: changing those is not permitted, and nobody needs them.
    """
    shutil.copymode = shutil.copystat = _leave_it
    for name, value in {
        "check": Check(),
        "get_ipython": get_ipython,
        "display": display,
        "exit": _leave,
        "quit": _leave,
        "help": lambda *topics: None,
        "input": nobody_types,
    }.items():
        setattr(builtins, name, value)
