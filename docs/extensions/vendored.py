"""Scripts of other projects that the site serves itself: taken from npm, and known by their hash.

    python docs/extensions/vendored.py      # fetches what is missing into docs/_vendored

They are no part of the repository. `npm` fetches them from wherever it is told to; what it brings
is used only if its hash is the one that stands here.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Package:
    """Files of one npm package.

    Parameters
    ----------
    name, version : str
        As npm calls them.
    sha512 : str
        Of the packed package, in base 64: what npm calls its integrity.
    below : str
        The folder in the package that is taken.
    files : tuple of str
        Files and folders in there; everything if empty.
    """

    name: str
    version: str
    sha512: str
    below: str
    files: tuple[str, ...] = ()


PACKAGES = (
    Package(
        "mathjax",
        "3.2.2",
        "Bt+SSVU8eBG27zChVewOicYs7Xsdt40qm4+UpHyX7k0/O9NliPc+x77k1/FEsPsjKPZGJvtRZM1vO+geW0OhGw==",
        "package/es5",
        ("tex-mml-chtml.js", "output/chtml/fonts"),
    ),
    Package(
        "pyodide",
        "314.0.7",
        "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A==",
        "package",
        (
            *("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"),
            *("python_stdlib.zip", "pyodide-lock.json"),
        ),
    ),
)


def fetch(folder: Path, packages: Sequence[Package] = PACKAGES) -> None:
    """Put the files of packages into folders of their names, where they are not there yet.

    Parameters
    ----------
    folder : Path
    packages : sequence of Package, optional
        By default all that the site needs.

    Raises
    ------
    SystemExit
        If npm is missing, cannot fetch a package, or brings another one.
    """
    for package in packages:
        there = folder / package.name
        stamp = there / f".{package.version}"
        if stamp.exists():
            continue
        shutil.rmtree(there, ignore_errors=True)
        with tempfile.TemporaryDirectory() as scratch:
            _unpack(package, _packed(package, Path(scratch)), there)
        stamp.touch()


def _packed(package: Package, scratch: Path) -> Path:
    """Let npm fetch a package, and compare its hash."""
    if shutil.which("npm") is None:
        raise SystemExit(
            f"The site needs {package.name} {package.version}, which npm fetches, and there is no "
            "npm here. Install Node.js (https://nodejs.org, or `apt-get install npm`)."
        )
    asked = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    done = subprocess.run(asked, cwd=scratch, capture_output=True, text=True)
    found = sorted(scratch.glob("*.tgz"))
    if done.returncode or not found:
        raise SystemExit(f"`{' '.join(asked)}` failed:\n{done.stdout}{done.stderr}")
    got = base64.b64encode(hashlib.sha512(found[0].read_bytes()).digest()).decode()
    if got != package.sha512:
        raise SystemExit(
            f"{package.name} {package.version} came with another hash than the one in {__file__}: "
            f"sha512-{got}. It is not used."
        )
    return found[0]


def _unpack(package: Package, packed: Path, folder: Path) -> None:
    with tarfile.open(packed) as archive:
        for member in archive.getmembers():
            inside = member.name.removeprefix(package.below + "/")
            wanted = any(inside == f or inside.startswith(f + "/") for f in package.files)
            if member.isfile() and inside != member.name and (wanted or not package.files):
                source = archive.extractfile(member)
                assert source is not None
                target = folder / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(source.read())


if __name__ == "__main__":
    fetch(Path(__file__).parents[1] / "_vendored")
