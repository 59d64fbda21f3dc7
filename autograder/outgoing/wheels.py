"""Wheels of what is installed here: the same versions elsewhere, and no index that is asked.

A wheel is the archive that pip installs from. What pip has installed says which files belong to it,
so it can be packed again.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path, PurePosixPath

from autograder.errors import UsageError

#: What an installer writes into a package's own folder, and no wheel holds.
_INSTALLERS = frozenset({"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"})


def needed(requirements: Iterable[str]) -> list[metadata.Distribution]:
    """Give what is installed of some names, and all that they need.

    Raises
    ------
    UsageError
        If something of it is not installed.
    """
    from packaging.requirements import Requirement

    found: dict[str, metadata.Distribution] = {}
    waiting = [Requirement(one) for one in requirements]
    while waiting:
        requirement = waiting.pop()
        key = requirement.name.lower().replace("_", "-").replace(".", "-")
        if key in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        try:
            found[key] = metadata.distribution(requirement.name)
        except metadata.PackageNotFoundError as error:
            raise UsageError(
                f"{requirement.name} is not installed here. Install it, or give a folder of wheels "
                "with --wheels."
            ) from error
        waiting += [Requirement(one) for one in found[key].requires or ()]
    return [found[key] for key in sorted(found)]


def repacked(distribution: metadata.Distribution) -> tuple[str, bytes]:
    """Pack an installed distribution as a wheel again; give the file's name and its bytes.

    Raises
    ------
    UsageError
        If it does not say which files it has, as one that is installed editable.
    """
    name = distribution.metadata["Name"]
    files: dict[str, bytes] = {}
    for path in distribution.files or ():
        parts = PurePosixPath(str(path)).parts
        outside = ".." in parts or path.is_absolute()  # commands, which pip makes anew
        own = parts[0].endswith(".dist-info") and len(parts) == 2 and parts[1] in _INSTALLERS
        if outside or own or "__pycache__" in parts:
            continue
        files[str(path)] = path.read_binary()
    about = next((path for path in files if path.endswith(".dist-info/WHEEL")), "")
    if not about:
        raise UsageError(
            f"{name} was not installed by pip from a wheel. Give a folder of wheels with --wheels."
        )
    folder = about.removesuffix("/WHEEL")
    tags = [
        line.removeprefix("Tag: ").strip()
        for line in files[about].decode().splitlines()
        if line.startswith("Tag: ")
    ]
    return f"{folder.removesuffix('.dist-info')}-{_joined(tags)}.whl", _wheel(folder, files)


def _joined(tags: list[str]) -> str:
    """Write tags as one: ``cp311-cp311-manylinux_2_28_x86_64.manylinux_2_27_x86_64``.

    Examples
    --------
    >>> _joined(["py2-none-any", "py3-none-any"])
    'py2.py3-none-any'
    """
    parts = zip(*(tag.split("-") for tag in tags), strict=True)
    return "-".join(".".join(dict.fromkeys(part)) for part in parts)


def own_wheel(folders: Iterable[Path], name: str, version: str) -> tuple[str, bytes]:
    """Pack folders of Python alone, as they are here, as a wheel.

    Parameters
    ----------
    folders : iterable of Path
        Packages.
    name, version : str
        Of the distribution.
    """
    files: dict[str, bytes] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                files[path.relative_to(folder.parent).as_posix()] = path.read_bytes()
    about = f"{name}-{version}.dist-info"
    head = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    files[f"{about}/METADATA"] = head.encode()
    files[f"{about}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: autograder\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    return f"{name}-{version}-py3-none-any.whl", _wheel(about, files)


def _wheel(folder: str, files: dict[str, bytes]) -> bytes:
    record = f"{folder}/RECORD"
    lines = [*_record(files), f"{record},,"]
    content = {**files, record: ("\n".join(lines) + "\n").encode()}
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, data in sorted(content.items()):
            member = zipfile.ZipInfo(path)  # of a fixed date: the same files make the same wheel
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            wheel.writestr(member, data)
    return archive.getvalue()


def _record(files: dict[str, bytes]) -> Iterator[str]:
    for path, data in sorted(files.items()):
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        quoted = f'"{path}"' if "," in path else path
        yield f"{quoted},sha256={digest},{len(data)}"
