"""Functions of plain floats: what the rules compute with. No NumPy, no derivatives."""
