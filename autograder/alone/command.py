"""`adlearn start`: give who learns alone the notebook of an assignment."""

from __future__ import annotations

import argparse
import importlib.util
import json
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
        0 if the notebooks are there, 2 if nothing was written.
    """
    options = _parser().parse_args(arguments)
    kits = {name: KITS / f"{name}.ipynb" for name in ORDER}
    if not options.names:
        print(_listed(kits))
        return 0
    unknown = [name for name in options.names if name not in kits]
    if unknown:
        return _refused(f"there is no {unknown[0]!r}. Choose from: {', '.join(kits)}.")
    places = {name: (options.output or Path(name)) / f"{name}.ipynb" for name in options.names}
    for name, path in places.items():
        if path.exists():
            return _refused(
                f"{path} is there already, with what you wrote in it, and stays as it is. Open it; "
                f"or begin anew beside it: adlearn start {name} -o another-folder"
            )
    for name, path in places.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(kits[name].read_bytes())
        except OSError as error:
            reason = error.strerror or str(error)
            return _refused(f"{path} cannot be written ({reason}). Name a folder with -o.")
        print(path)
    print("\n".join(_next(next(iter(places.values())))))
    return 0


def _refused(why: str) -> int:
    print(f"adlearn start: {why}", file=sys.stderr)
    return 2


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


def _listed(kits: dict[str, Path]) -> str:
    lines = ["What you can start, in the order in which one leads to the next:", ""]
    for name, path in kits.items():
        about: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["metadata"]["adlearn"]
        lines.append(f"  {name:13} about {about['hours']:g} hours   {about['title']}")
    return "\n".join([*lines, "", "Begin with: adlearn start scalar"])


def _next(path: Path) -> list[str]:
    """Say how to open it, and where answers are."""
    lines = []
    missing = [name for name in ("hypothesis", "pytest") if not importlib.util.find_spec(name)]
    if missing:
        lines.append(f"Its checks need more than is installed: {remedy('notebook')}")
    if importlib.util.find_spec("jupyterlab") is None:
        lines.append("To open it, where JupyterLab is missing: python -m pip install jupyterlab")
    lines.append(f"Open it: jupyter lab {path}")
    if not entry_points(group="autograder.assignments", name=path.stem):
        lines.append(
            "It has hints. Its answers come with the assignments, so that students of a course do "
            f"not have them with it: {assignments()}"
        )
    return lines


if __name__ == "__main__":
    sys.exit(main())
