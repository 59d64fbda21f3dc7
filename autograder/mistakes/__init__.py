"""Beginners' mistakes: how each is recognized, and what to do next about it."""

from autograder.mistakes.advice import advised
from autograder.mistakes.situation import Situation
from autograder.mistakes.table import BY_KIND, HIDDEN, MISTAKES, PUBLIC_FIRST

__all__ = ["BY_KIND", "HIDDEN", "MISTAKES", "PUBLIC_FIRST", "Situation", "advised"]
