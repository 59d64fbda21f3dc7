#: title = "value_and_grad traces without make_vjp; hvp by make_vjp twice"

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""

    def both(*args, **kwargs):
        def one(x):
            return fun(*subval(args, argnum, x), **kwargs)

        value, node = trace(Node.new_root(args[argnum]), one, args[argnum])
        return value, backward_pass(np.ones_like(value) * 1.0, node)

    return both


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""

    def gradient(x):
        pull, y = make_vjp(fun, x)
        return pull(np.ones_like(y))

    pull, _ = make_vjp(gradient, x)
    return pull(v)

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""

    def gradfun(*args, **kwargs):
        x = args[argnum]
        rest = list(args)

        def f(box):
            rest[argnum] = box
            return fun(*rest, **kwargs)

        (vjp, y) = make_vjp(f, x)
        g = np.array(1.0) if np.ndim(y) == 0 else np.ones(np.shape(y))
        return vjp(g)

    gradfun.__name__ = f"grad_of_{getattr(fun, '__name__', 'f')}"
    return gradfun
