"""Pages whose cells can be changed and run in the page: those that say ``live: true`` at the top.

Python comes with the site, compiled for the browser (Pyodide), and adlearn as it is here. There is
no NumPy in there, so live pages are those about single numbers.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).parents[2]


def pack(target: Path) -> None:
    """Put adlearn into an archive, with the same bytes each time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    files = [
        path
        for path in sorted((HOUSE / "adlearn").rglob("*"))
        if path.suffix in (".py", ".js", ".css") and "__pycache__" not in path.parts
    ]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            entry = zipfile.ZipInfo(path.relative_to(HOUSE).as_posix())
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())


def _pack(app: Any, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        pack(Path(app.outdir) / "_static" / "live" / "adlearn.zip")


def _script(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    if app.env.metadata.get(page, {}).get("live"):
        app.add_js_file("live/live.js")


def setup(app: Any) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("html-page-context", _script)
    app.connect("build-finished", _pack)
    return {"parallel_read_safe": True}
