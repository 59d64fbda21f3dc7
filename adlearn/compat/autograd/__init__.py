"""autograd's module layout over this engine.

Put `adlearn.compat.` in front of `autograd` in a program's imports:

    import adlearn.compat.autograd.numpy as np
    from adlearn.compat.autograd import grad
    from adlearn.compat.autograd.misc.optimizers import adam
"""

from adlearn.compat.autograd import differential_operators
from adlearn.compat.autograd.builtins import dict, isinstance, list, tuple, type
from adlearn.compat.autograd.differential_operators import *  # noqa: F403
from adlearn.compat.autograd.extend import primitive

__all__ = [  # noqa: PLE0604
    *differential_operators.__all__,
    "dict",
    "isinstance",
    "list",
    "primitive",
    "tuple",
    "type",
]
