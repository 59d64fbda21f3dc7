"""The grader graded: banks of wrong and right answers, mutants, and who survives."""
