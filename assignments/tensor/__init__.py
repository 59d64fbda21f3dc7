"""The tensor assignment: build reverse-mode automatic differentiation of arrays."""
