"""Student code may import the standard library, the packages the grader lists, and nothing else.

The worker starts without any folder of installed packages. One finder in front of Python's own
serves the listed packages from where the grader found them, stand-ins for what belongs to a
notebook, and of `adlearn` only what shows graphs and makes data: in graded work the engine is the
student's own. Where an assignment is about using an engine, `adlearn` is a listed package itself.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from types import ModuleType
from typing import Any

from . import stand_ins
from .missing import OF_THE_NOTEBOOK, offer

#: What the parts of `adlearn` that are offered import in turn. They name lines of code, order
#: graphs and say what went wrong, and know no derivatives.
NEEDED = ("errors", "order", "user_line", "installed")


class PackageFinder(MetaPathFinder):
    """Finds what is allowed by name, wherever it is installed.

    Parameters
    ----------
    packages : dict
        For each allowed top-level name its ``origin`` (a file, or None for a namespace package) and
        ``folders`` (where its submodules are, None for a single file): see `sandbox.locate`.
    engine : str or None
        The folder of the `adlearn` package.
    parts : sequence of str
        The parts of it that are offered.
    """

    def __init__(
        self, packages: dict[str, dict[str, Any]], engine: str | None, parts: Sequence[str]
    ) -> None:
        self.packages = packages
        self.engine = engine
        self.parts = tuple(parts)

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        top, _, rest = fullname.partition(".")
        if fullname in self.packages:
            return _located(fullname, **self.packages[fullname])
        if top in self.packages:
            return None  # Python finds submodules through their package's __path__
        if top == "adlearn":
            return self._engine_part(fullname, rest)
        if top in stand_ins.STAND_INS:
            return ModuleSpec(fullname, _StandIn(), is_package=True)
        return None

    def _engine_part(self, fullname: str, rest: str) -> ModuleSpec | None:
        if not rest:
            return ModuleSpec(fullname, _WithoutEngine(self.parts), is_package=True)
        if self.engine is None or rest.partition(".")[0] not in self.parts + NEEDED:
            return None
        if "." in rest:
            return None  # found through the package adlearn.show
        folder = os.path.join(self.engine, rest)
        if os.path.isdir(folder):
            return _located(fullname, os.path.join(folder, "__init__.py"), [folder])
        return _located(fullname, folder + ".py", None)

    def explain(self, error: BaseException) -> str | None:
        """Say why an import was refused and who can change that; None for any other error."""
        if not isinstance(error, ModuleNotFoundError) or not isinstance(error.name, str):
            return None
        top, _, rest = error.name.partition(".")
        if top == "adlearn" and top not in self.packages:
            return _engine_message(rest or top, self.parts)
        if top in sys.stdlib_module_names or (top in self.packages and rest):
            return None
        if top in OF_THE_NOTEBOOK:
            return f"No module named '{top}': this notebook stands for it. Do without the line."
        return (
            f"No module named '{top}': it is not available when grading. The instructor can allow "
            f'it with packages = ["{top}"] in assignment.toml.'
        )


def install(
    packages: dict[str, dict[str, Any]], engine: str | None, parts: Sequence[str]
) -> PackageFinder:
    """Put the finder in front and return it."""
    finder = PackageFinder(packages, engine, parts)
    offer(packages)
    sys.meta_path.insert(0, finder)
    return finder


def _located(name: str, origin: str | None, folders: list[str] | None) -> ModuleSpec | None:
    if origin is not None:
        return spec_from_file_location(name, origin, submodule_search_locations=folders)
    spec = ModuleSpec(name, None, is_package=True)
    spec.submodule_search_locations = folders
    return spec


class _StandIn(Loader):
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return stand_ins.module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        return None


class _WithoutEngine(Loader):
    def __init__(self, parts: tuple[str, ...]) -> None:
        self.parts = parts

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _EngineStandIn(spec.name, self.parts)

    def exec_module(self, module: ModuleType) -> None:
        return None


class _EngineStandIn(ModuleType):
    """`adlearn` as graded work sees it."""

    def __init__(self, name: str, parts: tuple[str, ...]) -> None:
        super().__init__(name)
        self.__parts__ = parts

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        if name in self.__parts__:
            return importlib.import_module(f"{self.__name__}.{name}")
        # An AttributeError would make `from adlearn import name` drop this message.
        raise ImportError(_engine_message(name, self.__parts__))


def _engine_message(name: str, parts: Sequence[str]) -> str:
    offered = ", ".join(f"adlearn.{part}" for part in parts)
    return (
        f"adlearn offers no '{name}' here: in graded work the engine is your own. "
        f"You can import {offered}."
    )
