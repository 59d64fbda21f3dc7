"""Sphinx configuration: `sphinx-build docs docs/_build`."""

project = "adlearn"
extensions = ["myst_nb", "numpydoc"]
html_theme = "pydata_sphinx_theme"
exclude_patterns = ["_build"]
nb_execution_mode = "off"  # the tests execute every code block
