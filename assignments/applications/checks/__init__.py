"""Checks of the applications assignment, a file a question: public ones travel in the notebook."""
