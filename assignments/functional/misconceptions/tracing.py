"""Wrong tracers: boxes that are mixed up or lost, and nodes that say something else."""

import functools

import numpy as np

from autograder.explaining.misconceptions import misconception

#: The primitives that have names of their own in the notebook.
NAMED = "negative exp log tanh dot add subtract multiply divide power getitem untake"


def install(ns, noted):
    """Let `noted(f_wrapped, f_raw, args, kwargs)` be what a primitive does with boxes."""

    def primitive(f_raw):
        @functools.wraps(f_raw)
        def f_wrapped(*args, **kwargs):
            if not any(ns.isbox(arg) for arg in args):
                return f_raw(*args, **kwargs)
            return noted(f_wrapped, f_raw, args, kwargs)

        return f_wrapped

    remade(ns, primitive)


def remade(ns, primitive):
    """Make all primitives of the notebook anew, and give them the rules of the old ones."""

    def again(old):
        new = primitive(old.__wrapped__)
        ns.primitive_vjps[new] = ns.primitive_vjps.pop(old)
        return new

    ns.primitive = primitive
    ns.logsumexp = again(ns.logsumexp)
    for name in (*ns.WATCHED.split(), "getitem", "untake"):
        made = ns.primitives[name] = again(ns.primitives[name])
        if hasattr(np, name):
            setattr(ns.np, name, made)
        if name in NAMED.split():
            setattr(ns, name, made)


def watched(ns, args, top=None):
    """The trace, the places of its boxes, the arguments without these, and the parents."""
    if top is None:
        top = max(arg._trace for arg in args if ns.isbox(arg))
    argnums = [i for i, arg in enumerate(args) if ns.isbox(arg) and arg._trace == top]
    argvals = [arg._value if i in argnums else arg for i, arg in enumerate(args)]
    return top, argnums, argvals, [args[i]._node for i in argnums]


def renoted(ns, change):
    """Install what `change` makes of the entries of a node, which it takes in a dict and changes.

    Besides these, `trace` is the number in the box and `args` what the primitive was called with.
    """

    def noted(f_wrapped, f_raw, args, kwargs):
        top, argnums, argvals, parents = watched(ns, args)
        value = f_wrapped(*argvals, **kwargs)
        it = {"value": value, "fun": f_wrapped, "argvals": argvals, "kwargs": kwargs}
        it |= {"argnums": argnums, "parents": parents, "trace": top, "args": args, "raw": f_raw}
        change(it)
        node = ns.Node(
            it["value"], it["fun"], it["argvals"], it["kwargs"], it["argnums"], it["parents"]
        )
        return ns.new_box(value, it["trace"], node)

    install(ns, noted)


@misconception("q2", ways=("highest", "first", "all the way"))
def trace_takes_every_box(ns, way):
    """Boxes of all traces are opened, and all are noted as parents. What an earlier trace watches
    is a constant for the latest one.

    In `x * grad(lambda y: x + y)(2.0)`, which of x and y does the inner derivative watch?
    """

    def noted(f_wrapped, f_raw, args, kwargs):
        argnums = [i for i, arg in enumerate(args) if ns.isbox(arg)]
        traces = [args[i]._trace for i in argnums]
        top = traces[0] if way == "first" else max(traces)
        opened = ns.unboxed if way == "all the way" else lambda arg: arg._value
        argvals = [opened(arg) if ns.isbox(arg) else arg for arg in args]
        value = f_wrapped(*argvals, **kwargs)
        parents = [args[i]._node for i in argnums]
        return ns.new_box(value, top, ns.Node(value, f_wrapped, argvals, kwargs, argnums, parents))

    install(ns, noted)


@misconception("q2")
def trace_unboxes_everything(ns):
    """Values are taken out of all boxes around them at once. An earlier trace never hears of this
    step.

    If a box is inside another one, who still needs it after you have opened the outer one?
    """

    def noted(f_wrapped, f_raw, args, kwargs):
        top, argnums, _, parents = watched(ns, args)
        argvals = [ns.unboxed(arg) for arg in args]
        value = f_raw(*argvals, **kwargs)
        return ns.new_box(value, top, ns.Node(value, f_wrapped, argvals, kwargs, argnums, parents))

    install(ns, noted)


@misconception("q2", ways=("and noted", "only called"))
def trace_calls_the_function_inside(ns, way):
    """`f_raw` is called with what is left in boxes of earlier traces. It is NumPy's function, and
    knows no boxes.

    Which of `f_raw` and `f_wrapped` makes a node when it is given a box?
    """

    def noted(f_wrapped, f_raw, args, kwargs):
        top, argnums, argvals, parents = watched(ns, args)
        value = f_raw(*argvals, **kwargs)
        fun = f_raw if way == "and noted" else f_wrapped
        return ns.new_box(value, top, ns.Node(value, fun, argvals, kwargs, argnums, parents))

    install(ns, noted)


@misconception("q2")
def node_has_the_function_inside(ns):
    """The node has `f_raw` as its function. Rules are looked up with the primitive, and are not
    found that way.

    Under which of the two does `defvjp(exp, ...)` put its rule?
    """
    renoted(ns, lambda it: it.update(fun=it["raw"]))


@misconception("q2")
def trace_earliest_first(ns):
    """The boxes of the earliest trace are opened first. The latest is the innermost, and it has to
    come first.

    Which of two traces that are running ends sooner?
    """

    def noted(f_wrapped, f_raw, args, kwargs):
        top = min(arg._trace for arg in args if ns.isbox(arg))
        top, argnums, argvals, parents = watched(ns, args, top)
        value = f_wrapped(*argvals, **kwargs)
        return ns.new_box(value, top, ns.Node(value, f_wrapped, argvals, kwargs, argnums, parents))

    install(ns, noted)


@misconception("q2")
def trace_of_the_first_box(ns):
    """The trace is that of the first box among the arguments. The latest one may belong to another
    argument.

    If the boxes have the traces 1 and 2, which of them is the latest, whatever their order?
    """

    def noted(f_wrapped, f_raw, args, kwargs):
        top = next(arg._trace for arg in args if ns.isbox(arg))
        top, argnums, argvals, parents = watched(ns, args, top)
        value = f_wrapped(*argvals, **kwargs)
        return ns.new_box(value, top, ns.Node(value, f_wrapped, argvals, kwargs, argnums, parents))

    install(ns, noted)


@misconception("q2")
def trace_first_box_only(ns):
    """Only the first box is watched, and the others are opened and forgotten. The result depends on
    each of them.

    Which parents has the node of `a * b`, when both are watched?
    """

    def change(it):
        it.update(argnums=it["argnums"][:1], parents=it["parents"][:1])

    renoted(ns, change)


@misconception("q2")
def argnums_count_boxes(ns):
    """`argnums` counts the boxes, 0, 1 and so on. It should say at which places of `args` they
    stand.

    In `2.0 * x`, at which place does `x` stand?
    """
    renoted(ns, lambda it: it.update(argnums=range(len(it["argnums"]))))


@misconception("q2")
def argnums_of_every_argument(ns):
    """`argnums` has the places of all arguments. Only those with a box of this trace were watched.

    Does the node of `2.0 * x` have a parent for the 2.0?
    """
    renoted(ns, lambda it: it.update(argnums=range(len(it["args"]))))


@misconception("q2")
def parents_of_every_box(ns):
    """`parents` has the nodes of all boxes, those of other traces too. It should go with `argnums`,
    one for one.

    If `argnums` has one place, how many parents are there?
    """

    def change(it):
        it["parents"] = [arg._node for arg in it["args"] if ns.isbox(arg)]

    renoted(ns, change)


@misconception("q2")
def parents_are_boxes(ns):
    """`parents` holds boxes. It should hold their nodes, which are what the walk back follows.

    What has a `recipe`: a box, or its node?
    """
    renoted(ns, lambda it: it.update(parents=[it["args"][i] for i in it["argnums"]]))


@misconception("q2", ways=("parents", "parents and argnums"))
def parents_each_once(ns, way):
    """A value that stands at two places is noted once. Each place has a rule of its own, and sends
    a message of its own.

    How many messages does `a` receive from `a * a`?
    """

    def change(it):
        places = {id(node): i for i, node in reversed(list(enumerate(it["parents"])))}
        kept = sorted(places.values())
        it["parents"] = [it["parents"][i] for i in kept]
        if way != "parents":
            it["argnums"] = [it["argnums"][i] for i in kept]

    renoted(ns, change)


@misconception("q2", ways=("parents", "argnums"))
def parents_in_another_order(ns, way):
    """The parents stand in another order than `argnums`. They belong together one for one.

    Which node belongs to the first place in `argnums`?
    """
    renoted(ns, lambda it: it.update({way: list(it[way])[::-1]}))


@misconception("q2")
def node_args_in_boxes(ns):
    """The node keeps the arguments as they came, in their boxes. A rule that is called with them
    would be watched by a trace that is over.

    The notes have plain values: which of your two lists is to be kept?
    """
    renoted(ns, lambda it: it.update(argvals=it["args"]))


@misconception("q2")
def node_args_out_of_every_box(ns):
    """The arguments in the node are out of all their boxes. An earlier trace has to watch what the
    rules compute from them.

    While a derivative is differentiated, who watches the arguments of the inner rules?
    """
    renoted(ns, lambda it: it.update(argvals=[ns.unboxed(arg) for arg in it["args"]]))


@misconception("q2")
def node_value_out_of_every_box(ns):
    """The value in the node is out of all its boxes. An earlier trace has to watch what the rules
    compute from it.

    While a derivative is differentiated, who watches the `ans` of the inner rules?
    """
    renoted(ns, lambda it: it.update(value=ns.unboxed(it["value"])))


@misconception("q2")
def node_args_of_boxes_only(ns):
    """The node keeps only what was in boxes. A rule needs the other arguments as well, at their
    places.

    What is the derivative of `3.0 * x`, and where does the rule find the 3?
    """
    renoted(ns, lambda it: it.update(argvals=[it["argvals"][i] for i in it["argnums"]]))


@misconception("q2", ways=("everywhere", "in the call", "in the node"))
def keywords_left_out(ns, way):
    """Keyword arguments get lost on the way. They belong to the call, and to the notes.

    What does `np.sum(x, axis=0)` give when nobody hands on the axis?
    """

    def noted(f_wrapped, f_raw, args, kwargs):
        top, argnums, argvals, parents = watched(ns, args)
        value = f_wrapped(*argvals, **({} if way != "in the node" else kwargs))
        told = kwargs if way == "in the call" else {}
        return ns.new_box(value, top, ns.Node(value, f_wrapped, argvals, told, argnums, parents))

    install(ns, noted)


@misconception("q2")
def result_in_no_box(ns):
    """The result comes back without a box. What is computed from it is not watched any more.

    In `np.exp(np.sin(x))`, how does `exp` know that it gets something that is watched?
    """

    def noted(f_wrapped, f_raw, args, kwargs):
        _, _, argvals, _ = watched(ns, args)
        return f_wrapped(*argvals, **kwargs)

    install(ns, noted)


@misconception("q2", ways=("depth", "one more", "1"))
def result_of_another_trace(ns, way):
    """The new box has another number than the boxes that it came from. It belongs to the trace that
    watches them.

    Which trace watches the result, if all boxes among the arguments are of trace 3?
    """
    found = {"depth": lambda it: ns.depth, "one more": lambda it: it["trace"] + 1}
    renoted(ns, lambda it: it.update(trace=found.get(way, lambda it: 1)(it)))


@misconception("q2", ways=("a root", "this node's value only"))
def node_without_parents(ns, way):
    """Each result gets a node as if it were an input. So nothing leads back to what it was computed
    from.

    Which nodes should be the parents of the new one?
    """

    def change(it):
        it.update(argnums=(), parents=())
        if way == "a root":
            it.update(fun=None, argvals=(), kwargs={})

    renoted(ns, change)


@misconception("q2")
def constants_are_inputs(ns):
    """Plain values get a node and a place in `argnums`, too. Nobody asked for their derivatives.

    Which arguments of `2.0 * x` are watched?
    """

    def change(it):
        every = it["args"]
        top = it["trace"]
        it["argnums"] = [i for i, arg in enumerate(every) if not ns.isbox(arg) or arg._trace == top]
        it["parents"] = [
            every[i]._node if ns.isbox(every[i]) else ns.Node.new_root(every[i])
            for i in it["argnums"]
        ]

    renoted(ns, change)
