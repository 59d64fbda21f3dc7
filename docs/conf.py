"""Sphinx configuration: `python -m sphinx -W --keep-going docs docs/_build/html`."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "extensions"))

import vendored  # noqa: E402  it lies beside this file

from adlearn import __version__  # noqa: E402

project = "adlearn"
release = version = __version__
extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "numpydoc",
    "sphinx_design",
    "sphinx_copybutton",
    "notebooks",
    "rule_table",
    "public_names",
    "sources",
    "live",
]
exclude_patterns = ["_build", "extensions"]
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence", "deflist", "attrs_inline"]
myst_heading_anchors = 3
numpydoc_show_class_members = False

# Tutorials are notebooks, and each runs anew in every build. Other pages are run by the tests.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_execution_timeout = 300
nb_merge_streams = True
# Figures follow the page's width; two dots for each pixel.
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"

# Formulas are drawn by a copy of MathJax in the site itself, and live pages run a Python that lies
# there, too: pages work with no network.
vendored.fetch(HERE / "_vendored")
mathjax_path = "mathjax/tex-mml-chtml.js"

html_theme = "pydata_sphinx_theme"
html_context = {"default_mode": "auto"}  # as the reader's system has it
html_title = "adlearn"
html_static_path = ["style", "_vendored"]
html_css_files = ["adlearn.css"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "logo": {"text": "adlearn"},
    "navbar_align": "left",
    "show_toc_level": 2,
    "navigation_depth": 2,
    "show_prev_next": True,
    "footer_start": ["copyright"],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
copyright = "the authors of adlearn, MIT licence"
