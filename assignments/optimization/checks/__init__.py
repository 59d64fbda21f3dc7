"""Checks of the optimization assignment, a file a question: public ones travel in the notebook."""
