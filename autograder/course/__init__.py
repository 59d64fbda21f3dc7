"""A course of several assignments: made as one nbgrader course, and tried out before release."""
