"""Every rule for a NumPy function: importing this fills the table of what NumPy hands over."""

from __future__ import annotations

import importlib

FAMILIES = """
    constants decompositions determinants differences elementwise fourier grids indexing joining
    linalg order_statistics products reductions shapes variance
"""
for _family in FAMILIES.split():
    importlib.import_module(f"adlearn.rules.{_family}")
