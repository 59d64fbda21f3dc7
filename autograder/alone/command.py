"""`adlearn start`: give who learns alone the notebook of an assignment."""

from __future__ import annotations

import argparse
import difflib
import importlib.util
import json
import os
import shlex
import sys
from collections.abc import Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from adlearn.installed import assignments, remedy

#: The notebooks, as `autograder.alone.kit` writes them.
KITS = Path(__file__).parent / "kits"
#: In the order in which one leads to the next.
ORDER = ("scalar", "tensor", "functional", "optimization", "applications")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        By default the command line's.

    Returns
    -------
    int
        0 if the notebooks are there, 2 if one is not.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a folder may be called what it cannot write
    options = _parser().parse_args(arguments)
    if not options.names:
        print(_listed())
        return 0
    for name in options.names:
        if name not in ORDER:
            return _refused(_unknown(name))
    folder = options.output and options.output.expanduser()
    places = {name: (folder or Path(name)) / f"{name}.ipynb" for name in options.names}
    for name, path in places.items():
        if os.path.lexists(path):
            return _refused(_taken(name, path))
    for name, path in places.items():
        try:
            _write((KITS / f"{name}.ipynb").read_bytes(), path)
        except FileExistsError:
            return _refused(f"{path.parent} is no folder. Name another with -o.")
        except OSError as error:
            reason = error.strerror or str(error)
            return _refused(f"{path} cannot be written ({reason}). Name another folder with -o.")
        print(path)
    print("\n".join(_next(list(places.values()))))
    return 0


def _write(data: bytes, path: Path) -> None:
    """Write a new file, all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("xb")
    try:
        with file:
            file.write(data)
    except OSError:
        path.unlink()
        raise


def _refused(why: str) -> int:
    print(f"adlearn start: {why}", file=sys.stderr)
    return 2


def _unknown(name: str) -> str:
    close = difflib.get_close_matches(Path(name).stem.casefold(), ORDER, 1)
    meant = f" Did you mean {close[0]}?" if close else ""
    return f"there is no {name[:60]!r}.{meant} Choose from: {', '.join(ORDER)}."


def _taken(name: str, path: Path) -> str:
    anew = f"begin anew beside it: adlearn start {name} -o another-folder"
    if not path.is_file():
        return f"{path} is there already, and is no notebook. Move it away, or {anew}"
    return (
        f"{path} is there already, with what you wrote in it, and stays as it is. Open it, or "
        f"{anew}"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="adlearn start",
        description="Write the notebook of an assignment, with stubs to fill in, checks, and hints "
        "that open one at a time. Without a name, list what there is.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(ORDER)}")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help="where; by default a folder of its name"
    )
    return parser


def _listed() -> str:
    lines = ["What you can start, in the order in which one leads to the next:", ""]
    for name in ORDER:
        text = (KITS / f"{name}.ipynb").read_text(encoding="utf-8")
        about: dict[str, Any] = json.loads(text)["metadata"]["adlearn"]
        lines.append(f"  {name:13} about {about['hours']:g} hours   {about['title']}")
    return "\n".join([*lines, "", "Begin with: adlearn start scalar"])


def _next(paths: Sequence[Path]) -> list[str]:
    """Say how to open what was written, and where answers are."""
    lines = []
    missing = [name for name in ("hypothesis", "pytest") if not importlib.util.find_spec(name)]
    if missing:
        lines.append(f"Its checks need more than is installed: {remedy('notebook')}")
    if importlib.util.find_spec("jupyterlab") is None:
        lines.append("To open it, where JupyterLab is missing: python -m pip install jupyterlab")
    lines += [f"Open it: jupyter lab {_quoted(path)}" for path in paths]
    if not entry_points(group="autograder.assignments", name=paths[0].stem):
        lines.append(
            "It has hints. Its answers come with the assignments, so that students of a course do "
            f"not have them with it: {assignments()}"
        )
    return lines


def _quoted(path: Path) -> str:
    """Write a path as one word of a command."""
    text = str(path)
    if text.startswith("-"):
        text = os.path.join(".", text)
    if os.name == "nt":
        return f'"{text}"' if " " in text else text
    return shlex.quote(text)


if __name__ == "__main__":
    sys.exit(main())
