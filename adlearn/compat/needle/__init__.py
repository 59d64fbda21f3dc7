"""needle, the library that students of 10-714 build: tensors, and operations with `compute` and
`gradient`.

An operation says two things. `compute` takes arrays and gives an array. `gradient` takes *tensors*
and gives tensors, one for each input: it is itself a program of operations, so its result can be
differentiated again. This is the one place where our engine does not do the work: here the
operations are the subject. Only the formulas of operations on each element are not theirs: these
are the lines of our rule table, read on tensors.

    import adlearn.compat.needle as ndl

Differences from the printed course code: element-wise operations broadcast, and their gradients
have the shape of each input; `1 - x` and `1 / x` are what they say; a walk needs no recursion, so
graphs may be as deep as you like.
"""

from adlearn.compat.needle import autograd as autograd, ops as ops
from adlearn.compat.needle.autograd import *  # noqa: F403
from adlearn.compat.needle.checking import gradient_check as gradient_check
from adlearn.compat.needle.ops import *  # noqa: F403
