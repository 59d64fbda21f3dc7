#: title = "Hv by forward mode over the gradient; grad by value_and_grad"

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(*args, **kwargs):
        def of_one(x):
            changed = list(args)
            changed[argnum] = x
            return fun(*changed, **kwargs)

        pull, y = make_vjp(of_one, args[argnum])
        return pull(np.ones(np.shape(y)))

    return gradfun

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""

    def both(*args, **kwargs):
        value = None

        def remembered(*args, **kwargs):
            nonlocal value
            value = fun(*args, **kwargs)
            return value

        gradient = grad(remembered, argnum)(*args, **kwargs)
        while isbox(value) and value._trace > depth:  # out of the box of this trace
            value = value._value
        return value, gradient

    return both


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    push, _ = make_jvp(grad(fun), x)
    return push(v)
