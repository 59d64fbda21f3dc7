#: title = "imports stand in the cells that use them, before np is changed"

# %% [q1-answer]
import numpy as np
from numpy import array, zeros


def one_sided(f, x, h):
    """The gradient of f at x by one-sided differences: an array of the shape of x."""
    x = array(x, float)
    f0 = f(x)
    g = zeros(x.size)
    for k in range(x.size):
        e = zeros(x.size)
        e[k] = h
        g[k] = (f(x + e.reshape(x.shape)) - f0) / h
    return g.reshape(x.shape)


def two_sided(f, x, h):
    """The gradient of f at x by two-sided differences: an array of the shape of x."""
    x = array(x, float)
    g = zeros(x.size)
    for k in range(x.size):
        e = zeros(x.size)
        e[k] = h
        e = e.reshape(x.shape)
        g[k] = (f(x + e) - f(x - e)) / (h + h)
    return g.reshape(x.shape)

# %% [q2-answer]
from functools import wraps

import numpy as np
from numpy import exp, tanh


def primitive(f_raw):
    @wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        if not any(isbox(arg) for arg in args):
            return f_raw(*args, **kwargs)
        traces = np.array([arg._trace if isbox(arg) else -1 for arg in args])
        argnums = [int(i) for i in np.flatnonzero(traces == traces.max())]
        values = [args[i]._value if i in argnums else args[i] for i in range(len(args))]
        out = f_wrapped(*values, **kwargs)
        parents = [args[i]._node for i in argnums]
        return new_box(out, int(traces.max()), Node(out, f_wrapped, values, kwargs, argnums, parents))

    return f_wrapped
