#: title = "a Python 1 is sent back, Box and Node are called with keywords, pairs are lists"

# %% [q2-answer]
def primitive(f_raw):
    def f_wrapped(*args, **kwargs):
        if not any(isbox(arg) for arg in args):
            return f_raw(*args, **kwargs)
        trace, node = max(((a._trace, None) for a in args if isbox(a)))
        boxes = [(i, a) for i, a in enumerate(args) if isbox(a) and a._trace == trace]
        vals = list(args)
        for i, a in boxes:
            vals[i] = a._value
        ans = f_wrapped(*vals, **kwargs)
        return Box(ans, trace, Node(value=ans, fun=f_wrapped, args=vals, kwargs=kwargs, argnums=[i for i, _ in boxes], parents=[b._node for _, b in boxes]))
    return functools.update_wrapper(f_wrapped, f_raw)

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    vjp, y = make_vjp(fun, x)
    g0 = np.zeros_like(y)
    return (lambda v: make_vjp(vjp, g0 * 0.0)[0](v)), y

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    def gradfun(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return vjp(1)
    return gradfun

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    def both(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return [ans, vjp(1)]
    return both


def hvp(fun, x, v):
    jvp, g = make_jvp(grad(fun), x)
    return jvp(v)
