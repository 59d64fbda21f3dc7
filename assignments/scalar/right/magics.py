#: title = "cells with magics and shell lines, as notebooks collect them"

# %% [q1-sub-answer]
%%time
class _sub(AutogradValue):
    """a - b"""

    def func(self, a, b):
        return a - b

    def grads(self, a, b):
        return 1.0, -1.0

# %% [q1-mul-answer]
%matplotlib inline
!pip install --quiet numpy
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return b, a

%timeit -n 1 -r 1 _mul(2, 3)
_mul?
