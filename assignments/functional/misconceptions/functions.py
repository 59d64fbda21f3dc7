"""Wrong functions of functions: `make_vjp`, `grad`, `value_and_grad`, `hvp`."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def as_function_of_one(ns, fun, args, argnum, kwargs):
    return lambda x: fun(*ns.subval(args, argnum, x), **kwargs)


def traced(ns, fun, x):
    return ns.trace(ns.Node.new_root(x), fun, x)


def grads(ns, make):
    """Let `make(fun, argnum, args, kwargs)` be what the function of `grad` gives."""
    ns.grad = lambda fun, argnum=0: lambda *args, **kwargs: make(fun, argnum, args, kwargs)


def pairs(ns, make):
    """Let `make(fun, argnum, args, kwargs)` be what the function of `value_and_grad` gives."""
    ns.value_and_grad = lambda fun, argnum=0: (
        lambda *args, **kwargs: make(fun, argnum, args, kwargs)
    )


@misconception("q4")
def vjp_pair_exchanged(ns):
    """`make_vjp` returns the value first, and then the function. It is asked for the other way
    round.

    Which of the two does the caller call?
    """
    right = ns.make_vjp
    ns.make_vjp = lambda fun, x: right(fun, x)[::-1]


@misconception("q4")
def vjp_only_the_function(ns):
    """`make_vjp` returns the function alone. The value of `fun(x)` is asked for as well.

    Which two things does the caller get, and where does your code have the second?
    """
    right = ns.make_vjp
    ns.make_vjp = lambda fun, x: right(fun, x)[0]


@misconception("q4", ways=("1.0", "ones"))
def vjp_sends_at_once(ns, way):
    """`make_vjp` sends something back by itself and returns what arrives. It should return a
    function that does so when it is given a `g`.

    Who decides what is sent back, and when do you know it?
    """

    def make_vjp(fun, x):
        value, end = traced(ns, fun, x)
        return ns.backward_pass(1.0 if way == "1.0" else np.ones_like(value), end), value

    ns.make_vjp = make_vjp


@misconception("q4", ways=("each time", "each time, and the value apart", "the value apart"))
def vjp_runs_the_function_again(ns, way):
    """The function is run several times: for the value, or anew for each `g`. Its notes can be
    walked over as often as you like.

    What changes in the notes when another `g` is sent back?
    """

    def make_vjp(fun, x):
        value, end = traced(ns, fun, x)
        if way != "each time":
            value = fun(x)
        if way == "the value apart":
            return lambda g: ns.backward_pass(g, end), value
        return lambda g: ns.backward_pass(g, traced(ns, fun, x)[1]), value

    if way == "each time, and the value apart":
        ns.make_vjp = lambda fun, x: (
            lambda g: ns.backward_pass(g, traced(ns, fun, x)[1]),
            fun(x),
        )
    else:
        ns.make_vjp = make_vjp


@misconception("q4")
def vjp_with_the_node_for_the_value(ns):
    """`make_vjp` returns the last node, and should return the value.

    In which order does `trace` give the value and the node?
    """

    def make_vjp(fun, x):
        _, end = traced(ns, fun, x)
        return lambda g: ns.backward_pass(g, end), end

    ns.make_vjp = make_vjp


@misconception("q4")
def vjp_starts_from_the_input(ns):
    """The walk is started at the node of the input, and ends there. What was sent comes back as it
    is.

    At which node does the walk back begin?
    """

    def make_vjp(fun, x):
        root = ns.Node.new_root(x)
        value, _ = ns.trace(root, fun, x)
        return lambda g: ns.backward_pass(g, root), value

    ns.make_vjp = make_vjp


@misconception("q4")
def vjp_sends_the_value(ns):
    """The function that is returned sends the value back, whatever `g` it is given.

    Where in it is `g` used?
    """

    def make_vjp(fun, x):
        value, end = traced(ns, fun, x)
        return lambda g: ns.backward_pass(value, end), value

    ns.make_vjp = make_vjp


@misconception("q4")
def grad_by_the_first_argument(ns):
    """The derivative is always by the first argument, whatever `argnum` is.

    What should `grad(lambda x, y: x * y * y, 1)` be the derivative by?
    """

    def make(fun, argnum, args, kwargs):
        vjp, ans = ns.make_vjp(as_function_of_one(ns, fun, args, 0, kwargs), args[0])
        return vjp(np.ones_like(ans))

    grads(ns, make)


@misconception("q4")
def grad_puts_x_in_the_first_place(ns):
    """The value that is watched is put in the place of the first argument, whatever `argnum` is.

    For `argnum=1`, which argument of `fun` has to be in a box?
    """

    def make(fun, argnum, args, kwargs):
        vjp, ans = ns.make_vjp(as_function_of_one(ns, fun, args, 0, kwargs), args[argnum])
        return vjp(np.ones_like(ans))

    grads(ns, make)


@misconception("q4", ways=("dropped", "not taken"))
def grad_without_keywords(ns, way):
    """Keyword arguments do not reach the function, so that its defaults hold, or they cannot be
    given at all.

    What should `grad(f)(x, scale=3.0)` hand to `f`?
    """

    def make(fun, argnum, args, kwargs):
        vjp, ans = ns.make_vjp(as_function_of_one(ns, fun, args, argnum, {}), args[argnum])
        return vjp(np.ones_like(ans))

    grads(ns, make)
    if way == "not taken":
        ns.grad = lambda fun, argnum=0: lambda *args: make(fun, argnum, args, {})


@misconception("q4")
def grad_without_the_other_arguments(ns):
    """The function is called with the one argument that is watched, and misses the others.

    What should `grad(f)(2.0, 3.0)` hand to `f`?
    """

    def make(fun, argnum, args, kwargs):
        vjp, ans = ns.make_vjp(lambda x: fun(x, **kwargs), args[argnum])
        return vjp(np.ones_like(ans))

    grads(ns, make)


@misconception("q4", ways=("value last", "value first"))
def grad_gives_the_value_too(ns, way):
    """`grad` gives a pair of the gradient and the value. Here only the gradient is asked for.

    What should `grad(f)(2.0) * 3.0` be?
    """

    def make(fun, argnum, args, kwargs):
        vjp, ans = ns.make_vjp(as_function_of_one(ns, fun, args, argnum, kwargs), args[argnum])
        pair = (vjp(np.ones_like(ans)), ans)
        return pair if way == "value last" else pair[::-1]

    grads(ns, make)


@misconception("q4")
def grad_sends_the_value_back(ns):
    """What is sent back is the value of the function. The derivative of a result by itself is 1.

    By how much does the result change when the result changes by 1?
    """

    def make(fun, argnum, args, kwargs):
        vjp, ans = ns.make_vjp(as_function_of_one(ns, fun, args, argnum, kwargs), args[argnum])
        return vjp(ans)

    grads(ns, make)


@misconception("q4")
def grad_sends_ones_like_the_input(ns):
    """What is sent back has the shape of the input. It comes in at the result, which is a number.

    Which shape has the result of `np.sum(x * x)`, and which one must `g` have?
    """

    def make(fun, argnum, args, kwargs):
        vjp, _ = ns.make_vjp(as_function_of_one(ns, fun, args, argnum, kwargs), args[argnum])
        return vjp(np.ones_like(args[argnum]))

    grads(ns, make)


@misconception("q4")
def grad_gives_the_function_that_sends(ns):
    """What `grad` makes gives the function that sends something back, and does not call it.

    What should `grad(f)(2.0)` be: a number, or a function?
    """

    def make(fun, argnum, args, kwargs):
        return ns.make_vjp(as_function_of_one(ns, fun, args, argnum, kwargs), args[argnum])[0]

    grads(ns, make)


@misconception("q4")
def grad_gives_the_value(ns):
    """What `grad` makes gives the value of the function, and no derivative of it.

    Which of the two things that `make_vjp` returns do you use?
    """

    def make(fun, argnum, args, kwargs):
        return ns.make_vjp(as_function_of_one(ns, fun, args, argnum, kwargs), args[argnum])[1]

    grads(ns, make)


@misconception("q4")
def grad_of_zeros(ns):
    """The gradient is zero everywhere.

    What do you send back, and what would a 1 mean there?
    """

    def make(fun, argnum, args, kwargs):
        vjp, ans = ns.make_vjp(as_function_of_one(ns, fun, args, argnum, kwargs), args[argnum])
        return vjp(np.zeros_like(ans))

    grads(ns, make)


@misconception("q5")
def value_and_grad_exchanged(ns):
    """The gradient comes first and the value second. It is asked for the other way round.

    What does the name of the function say about the order?
    """
    right = ns.value_and_grad
    ns.value_and_grad = lambda fun, argnum=0: (
        lambda *args, **kwargs: right(fun, argnum)(*args, **kwargs)[::-1]
    )


@misconception("q5")
def value_and_grad_runs_twice(ns):
    """The function is run once for the value and once more for the gradient. Tracing it gives both.

    Which two things does `make_vjp` return?
    """
    pairs(
        ns,
        lambda fun, argnum, args, kwargs: (
            fun(*args, **kwargs),
            ns.grad(fun, argnum)(*args, **kwargs),
        ),
    )


@misconception("q5")
def value_and_grad_by_the_first_argument(ns):
    """The gradient is always by the first argument, whatever `argnum` is.

    What should `value_and_grad(f, 1)` differentiate by?
    """
    right = ns.value_and_grad
    ns.value_and_grad = lambda fun, argnum=0: right(fun, 0)


@misconception("q5", ways=("dropped", "not taken"))
def value_and_grad_without_keywords(ns, way):
    """Keyword arguments do not reach the function, so that its defaults hold, or they cannot be
    given at all.

    What should `value_and_grad(f)(x, scale=3.0)` hand to `f`?
    """
    right = ns.value_and_grad
    if way == "dropped":
        ns.value_and_grad = lambda fun, argnum=0: lambda *args, **kwargs: right(fun, argnum)(*args)
    else:
        ns.value_and_grad = lambda fun, argnum=0: lambda *args: right(fun, argnum)(*args)


@misconception("q5")
def value_and_grad_gives_a_function(ns):
    """In the place of the gradient there is the function that sends something back. It has to be
    called.

    What does `make_vjp` return first, and what do you do with it?
    """

    def make(fun, argnum, args, kwargs):
        vjp, ans = ns.make_vjp(as_function_of_one(ns, fun, args, argnum, kwargs), args[argnum])
        return ans, vjp

    pairs(ns, make)


@misconception("q5")
def value_and_grad_sends_the_value(ns):
    """The value of the function is sent back. The derivative of a result by itself is 1.

    By how much does the result change when the result changes by 1?
    """

    def make(fun, argnum, args, kwargs):
        vjp, ans = ns.make_vjp(as_function_of_one(ns, fun, args, argnum, kwargs), args[argnum])
        return ans, vjp(ans)

    pairs(ns, make)


@misconception("q5")
def value_and_grad_only_the_gradient(ns):
    """Only the gradient is returned. The value is asked for as well.

    How many things should the function return?
    """
    ns.value_and_grad = ns.grad
