#: title = "grad is a class, and value_and_grad inherits from it"

# %% [q4-vjp-answer]
class VJP:
    def __init__(self, end_node):
        self.end_node = end_node

    def __call__(self, g):
        return backward_pass(g, self.end_node)


def make_vjp(fun, x):
    value, node = trace(Node.new_root(value=x), fun, x)
    return [VJP(node), value]

# %% [q4-grad-answer]
class grad:
    """The function that computes the gradient of fun by its argument number argnum."""

    def __init__(self, fun, argnum=0):
        functools.update_wrapper(self, fun)
        self.fun, self.argnum = fun, argnum

    def __call__(self, *args, **kwargs):
        before, x, after = args[: self.argnum], args[self.argnum], args[self.argnum + 1 :]
        vjp, _ = make_vjp(lambda x: self.fun(*before, x, *after, **kwargs), x)
        return vjp(1.0)

# %% [q5-answer]
class value_and_grad:
    """The function that computes fun and its gradient by its argument number argnum."""

    def __init__(self, fun, argnum=0):
        self.fun, self.argnum = fun, argnum

    def __call__(self, *args, **kwargs):
        vjp, value = make_vjp(functools.partial(self.call, args, kwargs), args[self.argnum])
        return value, vjp(1.0)

    def call(self, args, kwargs, x):
        args = list(args)
        args[self.argnum] = x
        return self.fun(*args, **kwargs)


class hvp:
    """The Hessian of fun at x, times v."""

    def __new__(cls, fun, x, v):
        return grad(lambda x: np.dot(np.ravel(grad(fun)(x)), np.ravel(v)))(x)
