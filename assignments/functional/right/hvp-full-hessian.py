#: title = "the Hessian is made after all, and multiplied; dot and tensordot"

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    @functools.wraps(fun)
    def wrapper(*args, **kwargs):
        f = lambda arg: fun(*[arg if i == argnum else a for i, a in enumerate(args)], **kwargs)
        vjp, value = make_vjp(f, args[argnum])
        return value, vjp(np.float64(1))
    return wrapper


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    H = jacobian(grad(fun), x)
    return np.tensordot(H, v, axes=np.ndim(x))
