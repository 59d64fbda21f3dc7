"""Checks of the functional assignment, a file a question: public ones travel in the notebook."""
