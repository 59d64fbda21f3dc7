"""The modules that a lecture on reverse mode explains with autodidact, over the rules of this
engine.

autodidact has three parts, and so has this package: tracing a program (`tracer`), the rules and the
walk backward (`core`), and a NumPy whose functions are traced (`numpy`). Its table of rules is its
own: `defvjp(np.negative, lambda g, ans, x: -g)` changes what `grad` of this package computes, and
nothing else.

    import adlearn.compat.autodidact.numpy as np
    from adlearn.compat.autodidact import grad
    from adlearn.compat.autodidact.core import defvjp
"""

from adlearn.compat.autodidact import core, numpy, tracer, util
from adlearn.compat.autodidact.core import (
    add_outgrads,
    backward_pass,
    defvjp,
    make_vjp,
    primitive_vjps,
)
from adlearn.compat.autodidact.differential_operators import grad
from adlearn.compat.autodidact.tracer import (
    Box,
    Node,
    getval,
    isbox,
    notrace_primitive,
    primitive,
    toposort,
    trace,
)
from adlearn.compat.autodidact.util import subval, subvals

__all__ = [
    "Box",
    "Node",
    "add_outgrads",
    "backward_pass",
    "core",
    "defvjp",
    "getval",
    "grad",
    "isbox",
    "make_vjp",
    "notrace_primitive",
    "numpy",
    "primitive",
    "primitive_vjps",
    "subval",
    "subvals",
    "toposort",
    "trace",
    "tracer",
    "util",
]
