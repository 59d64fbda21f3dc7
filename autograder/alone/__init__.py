"""For who learns alone: notebooks with stubs, hints that open one at a time, answers after a try.

The notebooks, with their hints, are files of this package, so that whoever has adlearn can start.
The answers are not: students of a course have this package as well. They come with the package that
holds the assignments.
"""

from autograder.alone.answers import answer

__all__ = ["answer"]
