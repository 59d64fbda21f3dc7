"""The scalar assignment: build reverse-mode automatic differentiation for single numbers."""
