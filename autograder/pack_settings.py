"""The settings of a pack: its file ``assignment.toml``, read and looked through."""

from __future__ import annotations

import importlib.util
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.errors import AssignmentError
from autograder.language.tables import CODE, has, known
from autograder.rubric import read_rubric

DEFAULT_PACKAGES = ("numpy", "matplotlib")

#: The environment may say which language a course speaks, and where it keeps tables of its own.
LANGUAGE, TABLES = "AUTOGRADER_LANGUAGE", "AUTOGRADER_TABLES"


def read_settings(folder: Path) -> dict[str, Any]:
    """Read ``assignment.toml``: the fields of an assignment that stand in it.

    Raises
    ------
    AssignmentError
        If it is not there, or does not say what it should.
    """
    path = folder / "assignment.toml"
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
        _verify(settings, path)
        return dict(
            name=settings["name"],
            title=settings["title"],
            questions=settings["questions"],
            packages=tuple(settings.get("packages", DEFAULT_PACKAGES)),
            limits=settings.get("limits", {}),
            tolerances=settings.get("tolerances", {}),
            demo=settings.get("demo", {}),
            hidden_inputs=settings.get("feedback", {}).get("hidden_inputs", False),
            install=settings.get("install", {}).get("what", ""),
            confused=settings.get("confused", {}),
            leans=settings.get("leans", {}),
            language=_language(settings.get("language", "en"), folder),
            rubrics={
                cell: read_rubric(data, f"{path}: [rubrics.{cell}]")
                for cell, data in settings.get("rubrics", {}).items()
            },
        )
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise AssignmentError(
            f"{path}: {error!r}. It needs name, title and a table [questions] of id = title."
        ) from error


def _language(setting: str, folder: Path) -> str:
    """Give the language to speak: what the environment says, or else the pack's setting.

    Raises
    ------
    AssignmentError
        If nothing speaks it.
    """
    course = os.environ.get(TABLES)
    folders = [folder / "language", *([Path(course)] if course else [])]
    named = os.environ.get(LANGUAGE)
    code, where = (named, LANGUAGE) if named else (setting, f"{folder / 'assignment.toml'}")
    if course and not Path(course).is_dir():
        raise AssignmentError(f"{TABLES}: there is no folder {course}.")
    if code != "en" and (not CODE.fullmatch(code) or code not in known(folders)):
        raise AssignmentError(
            f"{where}: there is no table of the language {code!r}; there are "
            f"{', '.join(known(folders))}. Make one: autograder language {code}"
        )
    for one in folders:
        _verify_compiled(one / f"{code}.po", has(one, code))
    return code


def _verify_compiled(path: Path, made: bool) -> None:
    """See to it that a table is used as it was written: Python reads what it was compiled to."""
    if not path.is_file():
        return
    compiled = path.with_suffix(".mo")
    if not made or compiled.stat().st_mtime < path.stat().st_mtime:
        from autograder.language.translating import mo_of

        try:
            if made and mo_of(path)[0] == compiled.read_bytes():
                return
        except ValueError as error:
            raise AssignmentError(f"{error}") from error
        raise AssignmentError(
            f"{path} was changed and not compiled. Do: autograder language {path.stem} --compile "
            f"-o {path.parent}"
        )


#: What assignment.toml may say, and of what kind each is.
_KINDS: Mapping[str, tuple[type, str]] = {
    **dict.fromkeys(("name", "title", "language"), (str, "a text")),
    "packages": (list, "a list of names"),
    **dict.fromkeys(
        ("questions", "limits", "tolerances", "demo", "feedback", "install", "confused", "leans"),
        (dict, "a table"),
    ),
    "rubrics": (dict, "a table of tables, one for each cell that a person grades"),
}


def _verify(settings: Mapping[str, Any], path: Path) -> None:
    """See to it that settings mean what they say: a word that nobody knows would be lost.

    Raises
    ------
    AssignmentError
        If one is unknown, or of another kind.
    """

    def demand(holds: bool, problem: str) -> None:
        if not holds:
            raise AssignmentError(f"{path}: {problem}")

    for name, value in settings.items():
        demand(name in _KINDS, f"there is no setting {name!r}. It may have {', '.join(_KINDS)}.")
        kind, called = _KINDS[name]
        demand(isinstance(value, kind), f"{name} must be {called}, not {value!r}.")
    for name in settings.get("packages", ()):
        demand(isinstance(name, str), f"packages must be names, and {name!r} is none.")
        known_here = name in DEFAULT_PACKAGES or _found(name)
        demand(known_here, f"the package {name!r} is not here. Is it spelled so, and installed?")
    for table, words in {"feedback": ["hidden_inputs"], "install": ["what"]}.items():
        for name in settings.get(table, {}):
            demand(name in words, f"[{table}] has no setting {name!r}. It may have {words[0]}.")
    hidden = settings.get("feedback", {}).get("hidden_inputs", False)
    demand(isinstance(hidden, bool), f"hidden_inputs must be true or false, not {hidden!r}.")
    known = settings.get("questions", {})
    for question, others in settings.get("leans", {}).items():
        named = [question, *others] if isinstance(others, list) else [others]
        demand(
            isinstance(others, list) and all(name in known for name in named),
            f"[leans] {question} = {others!r}: give a list of questions; there are "
            f"{', '.join(known)}.",
        )


def _found(package: str) -> bool:
    """Say whether a package could be imported."""
    try:
        return importlib.util.find_spec(package) is not None
    except (ImportError, ValueError):
        return False
