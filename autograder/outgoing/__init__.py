"""What leaves the grader, a file for each format: for people, for programs, for other systems.

All of it is made of `autograder.classroom.grades.Grade`s, so that no two formats disagree.
"""
