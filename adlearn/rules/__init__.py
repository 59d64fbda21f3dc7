"""The rule table: every primitive with its derivative, by family.

`scalars` holds the calculus of one real number; it serves single numbers and, element by element,
arrays. The other modules hold what only arrays have.
"""

from adlearn.rules.scalars import RULES

__all__ = ["RULES"]
