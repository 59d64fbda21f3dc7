"""Checks of the tensor assignment, a file a question: public ones travel in the notebook."""
