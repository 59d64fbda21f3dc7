"""What was installed works, in an environment and a folder with nothing else: `nox -s packages`.

`python smoke.py core` asks adlearn with nothing but NumPy; `python smoke.py whole` has an
assignment released, answered and graded. It is run far from the repository, so that what is found
is what was installed.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path


def run(*command: str, code: int = 0) -> str:
    """Run a command of this environment, and give what it printed."""
    program = shutil.which(command[0], path=str(Path(sys.executable).parent))
    assert program, f"{command[0]} is not among the commands of this environment"
    done = subprocess.run([program, *command[1:]], capture_output=True, text=True)
    assert done.returncode == code, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def core() -> None:
    """The engine differentiates and shows, with NumPy alone."""
    import numpy as np

    import adlearn as ad

    others = {"ipywidgets", "anywidget", "matplotlib", "nbgrader", "scipy"}
    here = {str(found.metadata["Name"]).lower() for found in metadata.distributions()}
    assert not others & here, f"installed besides NumPy: {others & here}"
    where = Path(ad.__file__)
    assert where.is_relative_to(sys.prefix), f"this is another adlearn: {where}"
    assert (where.parent / "py.typed").exists() and (where.parent / "__init__.pyi").exists()
    a, b = ad.AutogradValue(5), ad.AutogradValue(2)
    loss = -ad.log(5 * b + a)
    loss.backward()
    assert abs(a.grad + 1 / 15) < 1e-12 and abs(b.grad + 1 / 3) < 1e-12
    assert np.allclose(ad.grad(lambda x: np.sum(np.sin(x) ** 2))(np.ones(3)), np.sin(2.0))
    assert "<script" in ad.show(loss)._repr_html_()
    assert "adlearn" in run("adlearn", "--version")
    assert "scalar" in run("adlearn", "start")
    run("adlearn", "start", "scalar")
    assert Path("scalar/scalar.ipynb").exists()


def whole() -> None:
    """A class is graded: who solved it has all points, who did nothing has none."""
    assert metadata.version("adlearn-assignments") == metadata.version("adlearn")
    run("adlearn", "start", "scalar")
    assert "not written yet" in run(
        "autograder", "check", "scalar/scalar.ipynb", "-q", "q1", code=1
    )
    run("autograder", "generate", "scalar", "-o", "submitted/grace")
    run("autograder", "release", "scalar", "-o", "submitted/nobody")
    run("autograder", "grade", "submitted", "-a", "scalar", "-o", "results")
    run("autograder", "report", "results", "--format", "csv", "-o", "grades.csv")
    run("autograder", "report", "results", "--format", "html", "-o", "pages")
    with open("grades.csv", newline="", encoding="utf-8") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert sorted(rows) == ["grace", "nobody"], sorted(rows)
    assert float(rows["grace"]["points"]) == float(rows["grace"]["possible"]) == 100
    assert float(rows["nobody"]["points"]) == 0
    assert len(list(Path("pages").rglob("*.html"))) >= 2


if __name__ == "__main__":
    {"core": core, "whole": whole}[sys.argv[1]]()
    print(sys.argv[1], "works with Python", sys.version.split()[0])
