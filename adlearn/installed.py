"""How this very adlearn was installed, so that a remedy names what can be installed again."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def remedy(extra: str) -> str:
    """Give the command that installs adlearn once more, with an extra.

    Parameters
    ----------
    extra : str
        Such as ``"notebook"``; see ``pyproject.toml``.

    Examples
    --------
    >>> remedy("notebook").startswith("python -m pip install ")
    True
    """
    return f'python -m pip install "{requirement(_origin(), extra)}"'


def assignments() -> str:
    """Give the command that installs the assignments, with their answers.

    Examples
    --------
    >>> assignments().startswith("python -m pip install ")
    True
    """
    parts = urlsplit(str(_origin().get("url", "")))
    path = unquote(parts.path) if parts.scheme == "file" else ""
    if path and (Path(path) / "assignments" / "pyproject.toml").is_file():
        return f'python -m pip install "{path}/assignments"'
    return "python -m pip install ./assignments  (in a clone of adlearn's repository)"


def requirement(origin: dict[str, Any], extra: str) -> str:
    """Write what pip is to install.

    Parameters
    ----------
    origin : dict
        What pip kept about where it was installed from (PEP 610); empty if from an index.
    extra : str

    Examples
    --------
    >>> requirement({"url": "file:///home/ada/adlearn", "dir_info": {}}, "notebook")
    '/home/ada/adlearn[notebook]'
    """
    url = str(origin.get("url", ""))
    if not url:
        return f"adlearn[{extra}]"
    if url.startswith("file:"):
        return f"{unquote(urlsplit(url).path)}[{extra}]"
    kind = origin.get("vcs_info", {}).get("vcs", "")
    return f"adlearn[{extra}] @ {kind + '+' if kind else ''}{url}"


def _origin() -> dict[str, Any]:
    try:
        kept = distribution("adlearn").read_text("direct_url.json")
        found = json.loads(kept or "{}")
    except (PackageNotFoundError, OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
