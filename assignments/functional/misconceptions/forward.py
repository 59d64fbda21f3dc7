"""Wrong ways forward: `make_jvp`."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def rule_of(ns, node, argnum):
    fun, value, args, kwargs, _ = node.recipe
    return lambda g: ns.primitive_vjps[fun][argnum](g, value, *args, **kwargs)


#: All parents of a node.
ALL = slice(None)


def install(ns, push=None, merge=None, start=lambda v: v, order=None, only=ALL):
    """Walk forward: `push(node, argnum, v)` moves one step, and `merge` puts several together."""

    def make_jvp(fun, x):
        root = ns.Node.new_root(x)
        value, end = ns.trace(root, fun, x)
        nodes = (order or (lambda end: list(ns.toposort(end))[::-1]))(end)

        def jvp(v):
            velocities = {root: start(v)}
            for node in nodes:
                moved = []
                for argnum, parent in list(zip(node.argnums, node.parents, strict=False))[only]:
                    if push:
                        moved.append(push(node, argnum, velocities[parent]))
                    else:
                        pushed = ns.transposed(rule_of(ns, node, argnum), node.value)
                        moved.append(pushed(velocities[parent]))
                if moved:
                    velocities[node] = (merge or added)(moved)
            return velocities[end]

        return jvp, value

    ns.make_jvp = make_jvp


def added(moved):
    return sum(moved[1:], moved[0])


@misconception("q6")
def forward_pair_exchanged(ns):
    """`make_jvp` returns the value first, and then the function. It is asked for the other way
    round.

    Which of the two does the caller call?
    """
    right = ns.make_jvp
    ns.make_jvp = lambda fun, x: right(fun, x)[::-1]


@misconception("q6", ways=("from the output", "from the input"))
def forward_is_backward(ns, way):
    """Velocities are put through the rules as if they were messages. Rules go from the result to an
    argument; forward they have to be turned round.

    Which shape has a velocity of the input, and which one has what comes out?
    """
    if way == "from the output":
        ns.make_jvp = ns.make_vjp
    else:
        install(ns, lambda node, argnum, v: rule_of(ns, node, argnum)(v))


@misconception("q6", ways=("pushed", "alone"))
def forward_last_parent_wins(ns, way):
    """Where a node has several parents, only the last one moves it.

    By how much does `a * b` move when both of them do?
    """
    install(ns, merge=lambda moved: moved[-1], only=slice(-1, None) if way == "alone" else ALL)


@misconception("q6", ways=("pushed", "alone"))
def forward_first_parent_wins(ns, way):
    """Where a node has several parents, only the first one moves it.

    By how much does `a * b` move when both of them do?
    """
    install(ns, merge=lambda moved: moved[0], only=slice(1) if way == "alone" else ALL)


@misconception("q6")
def forward_parents_multiplied(ns):
    """Where a node has several parents, what they bring is multiplied. It adds up.

    By how much does `a + b` move when both of them move by 1?
    """

    def merge(moved):
        total = moved[0]
        for one in moved[1:]:
            total = total * one
        return total

    install(ns, merge=merge)


@misconception("q6")
def forward_starts_with_ones(ns):
    """The input moves with the velocity 1, whatever velocity is given.

    If the input moves twice as fast, what does the output do?
    """
    install(ns, start=lambda v: v * 0.0 + 1.0)


#: When else the function is run.
AGAIN = ("each time", "the value apart", "the value apart, and each time")


@misconception("q6", ways=(*AGAIN, "by the Jacobian"))
def forward_runs_the_function_again(ns, way):
    """The function is run several times: for the value, or anew for each velocity. Its notes can be
    walked over as often as you like.

    What changes in the notes when the velocity is another one?
    """
    right = ns.make_jvp

    def make_jvp(fun, x):
        if way == "by the Jacobian":
            J = ns.jacobian(fun, x)
            return lambda v: np.dot(J, v), fun(x)
        if way == "the value apart":
            return right(fun, x)[0], fun(x)
        value = right(fun, x)[1] if way == "each time" else fun(x)
        return lambda v: right(fun, x)[0](v), value

    ns.make_jvp = make_jvp


@misconception("q6", ways=("1e-3", "1e-4", "1e-5", "1e-6", "1e-8"))
def forward_by_a_difference(ns, way):
    """The function is asked at two points and the values are subtracted. That estimates the
    velocity of the output, and is not exact.

    Where are the rules used?
    """
    h = float(way)
    ns.make_jvp = lambda fun, x: (lambda v: (fun(x + h * v) - fun(x)) / h, fun(x))


@misconception("q6")
def forward_end_first(ns):
    """The walk goes over the nodes as `toposort` gives them, the end first. Nothing moves there
    yet.

    Which node has to come first when velocities are pushed forward?
    """
    install(ns, order=lambda end: list(ns.toposort(end)))


@misconception("q6")
def forward_with_the_first_g(ns):
    """Each step is pushed with the velocity of the input, and not with that of its own parent.

    In `exp(sin(a))`, how fast does the argument of `exp` move?
    """

    def make_jvp(fun, x):
        root = ns.Node.new_root(x)
        value, end = ns.trace(root, fun, x)

        def jvp(v):
            moved = {root: v}
            for node in list(ns.toposort(end))[::-1]:
                pushed = [
                    ns.transposed(rule_of(ns, node, argnum), node.value)(v)
                    for argnum in node.argnums
                ]
                if pushed:
                    moved[node] = added(pushed)
            return moved[end]

        return jvp, value

    ns.make_jvp = make_jvp


@misconception("q6")
def forward_at_once(ns):
    """`make_jvp` moves the input by itself and returns how the output moves. It should return a
    function that does so when it is given a velocity.

    Who decides how the input moves, and when do you know it?
    """
    right = ns.make_jvp

    def make_jvp(fun, x):
        jvp, value = right(fun, x)
        return jvp(np.ones(np.shape(x))), value

    ns.make_jvp = make_jvp


@misconception("q6")
def forward_a_number(ns):
    """The velocities of all outputs are added up to one number. Each output moves by itself.

    Which shape has the output, and which one has its velocity?
    """
    right = ns.make_jvp

    def make_jvp(fun, x):
        jvp, value = right(fun, x)
        return lambda v: np.sum(jvp(v)), value

    ns.make_jvp = make_jvp


@misconception("q6")
def forward_gradient_times_velocity(ns):
    """The derivatives are multiplied by the velocity entry by entry. Each output moves by what all
    inputs together bring.

    In the product of the Jacobian and the velocity, over what is added up?
    """

    def make_jvp(fun, x):
        vjp, value = ns.make_vjp(fun, x)
        return lambda v: vjp(np.ones_like(value)) * v, value

    ns.make_jvp = make_jvp


@misconception("q6")
def forward_by_the_first_rule(ns):
    """For each argument the rule of the first is turned round.

    Which rule belongs to y in `x - y`?
    """

    def push(node, argnum, v):
        return ns.transposed(rule_of(ns, node, 0), node.value)(v)

    install(ns, push)
