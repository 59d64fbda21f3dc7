"""The page that `nbgrader generate_feedback` gives a student, smaller and with names.

nbgrader's own carries all of Bootstrap and of the notebook's style sheet, and lists "Test cell" and
"Comment" many times over without saying which.
"""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup
from nbconvert.exporters import HTMLExporter

_STYLE = """\
<style>
:root { color-scheme: light dark; }
body { font-family: system-ui, sans-serif; line-height: 1.5; margin: 1em auto; max-width: 62em;
       padding: 0 1em; }
pre { overflow-x: auto; white-space: pre-wrap; }
.panel { border: 1px solid rgba(128,128,128,.35); border-radius: 6px; margin: 1em 0; }
.panel-heading, .panel-footer { background: rgba(128,128,128,.12); padding: .4em .8em; }
.panel-body { padding: .4em .8em; }
.pull-right { float: right; }
.prompt { display: none; }
.input_area { background: rgba(128,128,128,.08); border-radius: 4px; padding: .1em .8em; }
table { border-collapse: collapse; }
.late-penalty { color: #d2413a; }
</style>
"""

#: An entry of the list at the top: which cell it leads to, and what nbgrader calls it.
_ENTRY = re.compile(r'<a href="#(comment-)?([\w.-]+)">(Test cell|Comment|Coding free-response)</a>')


class FeedbackPage(HTMLExporter):
    """nbgrader's feedback page with a style sheet of its own and a list that names its cells."""

    def _init_resources(self, resources: Any) -> Any:
        resources = super()._init_resources(resources)
        include = resources["include_css"]

        def include_css(name: str) -> Any:
            return Markup(_STYLE) if name == "bootstrap.min.css" else include(name)

        resources["include_css"] = include_css
        return resources

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Write the page."""
        page, resources = super().from_notebook_node(nb, resources, **kw)
        return _ENTRY.sub(_named, page), resources


def _named(entry: re.Match[str]) -> str:
    comment, name = entry[1], entry[2]
    words = f"Comment on <code>{name}</code>" if comment else f"<code>{name}</code>"
    return f'<a href="#{comment or ""}{name}">{words}</a>'
