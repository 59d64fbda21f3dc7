"""What a teacher uploads to Gradescope once: the grader, an assignment, and how to start it.

The image in which submissions are graded is built from it without any package index: every wheel
that is installed lies in it.
"""

from __future__ import annotations

import importlib.util
import io
import json
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from importlib import metadata
from pathlib import Path

from autograder.edition import written
from autograder.errors import UsageError
from autograder.files import WRITING
from autograder.outgoing.gradescope_run import (
    EDITION,
    PACK,
    ROOT,
    SENTENCES,
    SETTINGS,
    VARIABLE,
    Settings,
)
from autograder.outgoing.wheels import needed, own_wheel, repacked
from autograder.pack import Assignment
from autograder.pages_folder import write_table

#: What grading needs; a bundle has no notebook server, and no nbgrader.
REQUIREMENTS = ("numpy", "hypothesis", "pytest", "rich", "jupytext", "nbformat")

_SETUP = """\
#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image that submissions are graded in.
set -euo pipefail
root="${{{variable}:-{root}}}"
python={python}  # the wheels are for it
if ! "$python" -c "import ensurepip, venv" 2>/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install -y --no-install-recommends "$python" "$python-venv"
fi
"$python" -m venv "$root/grader"
"$root/grader/bin/python" -I -m pip install --quiet --no-index --no-cache-dir --no-compile \\
    --disable-pip-version-check \\
    --find-links "$root/source/wheels" --requirement "$root/source/requirements.txt"
chmod -R go-rwx "$root/source"
# How far submissions are kept apart here: to be read in the output of this build.
"$root/grader/bin/python" -I -m autograder doctor || true
"""

_RUN = """\
#!/usr/bin/env bash
# Gradescope runs this for each submission.
root="${{{variable}:-{root}}}"
exec "$root/grader/bin/python" -I -m autograder gradescope run
"""


def bundle(
    assignment: Assignment, settings: Settings, wheels: Path | None = None
) -> dict[str, bytes]:
    """Give the files of a bundle, by their paths in it.

    Parameters
    ----------
    assignment : Assignment
    settings : Settings
    wheels : Path, optional
        A folder of wheels for Gradescope's machines; by default what is installed here is packed.

    Raises
    ------
    UsageError
        If something is missing, what is installed here runs on no machine of Gradescope's, or
        students have numbers of their own.
    """
    if assignment.students is not None:
        raise UsageError(
            f"{assignment.address}: Gradescope has one notebook for all and does not say by which "
            "of your ids a student goes, so numbers of students' own cannot be graded there. Grade "
            "them with autograder grade, or make a release without numbers of students' own."
        )
    settings = replace(settings, language=assignment.language)
    packages = _packages(assignment.packages)
    found = dict(_found(packages) if wheels is None else _given(wheels))
    name, data = _our_own()
    found[name] = data
    names = {"variable": VARIABLE, "root": ROOT.as_posix()}
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return {
        "setup.sh": _SETUP.format(python=python, **names).encode(),
        "run_autograder": _RUN.format(**names).encode(),
        "requirements.txt": ("\n".join(["adlearn", *packages]) + "\n").encode(),
        SETTINGS: (json.dumps(asdict(settings), indent=2) + "\n").encode(),
        **{f"wheels/{wheel}": content for wheel, content in sorted(found.items())},
        **{f"{PACK}/{path}": content for path, content in _files(assignment.folder)},
        **dict(_edition(assignment)),
        **dict(_table(assignment)),
    }


def _edition(assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    """Give the file of an edition, as it refers to the pack in the bundle."""
    if assignment.edition is not None:
        yield EDITION, written(replace(assignment.edition, pack=PACK)).encode()


def _table(assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    """Give the course's table of the language; a pack's lies in its folder."""
    path = assignment.course_table
    if path is not None:
        yield f"{SENTENCES}/{path.name}", path.read_bytes()


def _packages(allowed: Sequence[str]) -> list[str]:
    """Give what has to be installed: what grading needs, and what answers may import."""
    tops = dict.fromkeys(name.partition(".")[0] for name in allowed)
    known = metadata.packages_distributions()
    more = [known[top][0] for top in tops if top in known and top != "adlearn"]
    return list(dict.fromkeys([*REQUIREMENTS, *(name.lower() for name in more)]))


def _found(packages: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for distribution in needed(packages):
        name, data = repacked(distribution)
        system = name.removesuffix(".whl").rpartition("-")[2]
        if system != "any" and not ("linux" in system and "x86_64" in system):
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            raise UsageError(
                f"{distribution.metadata['Name']} as it is installed here ({system}) does not run "
                "on Gradescope. Get wheels for it: python -m pip download --only-binary=:all: "
                f"--platform manylinux2014_x86_64 --python-version {version} -d wheels "
                f"{' '.join(packages)}; then give --wheels wheels."
            )
        yield name, data


def _given(folder: Path) -> Iterator[tuple[str, bytes]]:
    wheels = sorted(folder.glob("*.whl"))
    if not wheels:
        raise UsageError(f"{folder}: there are no wheels in it. Check --wheels.")
    for path in wheels:
        if not path.name.startswith("adlearn-"):
            yield path.name, path.read_bytes()


def _our_own() -> tuple[str, bytes]:
    """Pack the grader and the engine as they run here: a result depends on both."""
    folders = []
    for package in ("adlearn", "autograder"):
        spec = importlib.util.find_spec(package)
        assert spec is not None and spec.origin is not None
        folders.append(Path(spec.origin).parent)
    try:
        version = metadata.version("adlearn")
    except metadata.PackageNotFoundError:
        version = "0"
    return own_wheel(folders, "adlearn", version)


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give the files of an assignment, without its banks of answers and what lies about."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        left_out = parts[0] in ("right", "wrong") or any(
            part == "__pycache__" or part.startswith(".") for part in parts
        )
        if path.is_file() and not left_out:
            yield "/".join(parts), path.read_bytes()


def to_zip(files: dict[str, bytes]) -> bytes:
    """Write a bundle's files as the archive that Gradescope takes: the same bytes for the same."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            member = zipfile.ZipInfo(name)
            member.external_attr = mode_of(name) << 16
            member.compress_type = (
                zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
            )
            file.writestr(member, data)
    return archive.getvalue()


def mode_of(name: str) -> int:
    """Give the permissions of a bundle's file."""
    return 0o755 if name in ("setup.sh", "run_autograder") else 0o644


def write_bundle(files: dict[str, bytes], output: Path) -> Path:
    """Write a bundle: as an archive if it is called so, else as a new folder; whole or not at all.

    Raises
    ------
    UsageError
        If it cannot be written, or something else is there.
    """
    if output.suffix == ".zip":
        return write_table(to_zip(files), output, _is_bundle)
    if output.exists():
        raise UsageError(f"{output}: this is there already. Remove it, or choose another -o.")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=output.parent, prefix=WRITING))
        try:
            for name, data in files.items():
                path = aside / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                path.chmod(mode_of(name))
            aside.chmod(0o755)
            aside.rename(output)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(
            f"{output}: it cannot be written ({reason}). Mend that, or choose another -o."
        ) from error
    return output


def _is_bundle(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and data[30:].startswith(b"setup.sh")
