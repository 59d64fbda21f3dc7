"""Checks of the scalar assignment, a file a question: public ones travel in the notebook."""
