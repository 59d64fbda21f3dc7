#: title = "grad: the other arguments are made arrays of floats, numbers and lists alike"
#: lose = ["q4-grad"]

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    def gradfun(*args, **kwargs):
        args = tuple(np.array(a, dtype=float) if isinstance(a, (int, float, list)) else a for a in args)
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return vjp(np.ones_like(ans))

    return gradfun
