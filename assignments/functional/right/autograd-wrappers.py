#: title = "grad and its relatives are made by autograd's unary_to_nary"

# %% [q4-grad-answer]
def subvals(x, ivs):
    x_ = list(x)
    for i, v in ivs:
        x_[i] = v
    return tuple(x_)


def unary_to_nary(unary_operator):
    @functools.wraps(unary_operator)
    def nary_operator(fun, argnum=0, *nary_op_args, **nary_op_kwargs):
        assert type(argnum) in (int, tuple, list), argnum

        def nary_f(*args, **kwargs):
            def unary_f(x):
                if isinstance(argnum, int):
                    subargs = subvals(args, [(argnum, x)])
                else:
                    subargs = subvals(args, zip(argnum, x))
                return fun(*subargs, **kwargs)

            if isinstance(argnum, int):
                x = args[argnum]
            else:
                x = tuple(args[i] for i in argnum)
            return unary_operator(unary_f, x, *nary_op_args, **nary_op_kwargs)

        return nary_f

    return nary_operator


@unary_to_nary
def grad(fun, x):
    """
    Returns a function which computes the gradient of `fun` with respect to
    positional argument number `argnum`. The returned function takes the same
    arguments as `fun`, but returns the gradient instead.
    """
    vjp, ans = make_vjp(fun, x)
    if np.size(ans) != 1:
        raise TypeError("Grad only applies to real scalar-output functions.")
    return vjp(np.ones_like(ans))

# %% [q5-answer]
def unary_to_nary(unary_operator):
    @functools.wraps(unary_operator)
    def nary_operator(fun, argnum=0):
        def nary_f(*args, **kwargs):
            def unary_f(x):
                return fun(*args[:argnum], x, *args[argnum + 1 :], **kwargs)

            return unary_operator(unary_f, args[argnum])

        return nary_f

    return nary_operator


@unary_to_nary
def value_and_grad(fun, x):
    """Returns a function that returns both value and gradient. Suitable for use
    in scipy.optimize"""
    vjp, ans = make_vjp(fun, x)
    return ans, vjp(np.ones_like(ans))


def hessian_vector_product(fun, argnum=0):
    """Builds a function that returns the exact Hessian-vector product.
    The returned function has arguments (*args, vector, **kwargs)."""
    fun_grad = grad(fun, argnum)

    def vector_dot_grad(*args, **kwargs):
        args, vector = args[:-1], args[-1]
        return np.sum(vector * fun_grad(*args, **kwargs))

    return grad(vector_dot_grad, argnum)  # Grad wrt original input


def hvp(fun, x, v):
    return hessian_vector_product(fun)(x, v)

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """
    Returns a function which computes the Jacobian of `fun` with respect to
    positional argument number `argnum`, which must be a scalar or array.
    """
    vjp, ans = make_vjp(fun, x)
    jacobian_shape = np.shape(ans) + np.shape(x)
    grads = map(vjp, standard_basis(np.shape(ans)))
    return np.reshape(np.stack(list(grads)), jacobian_shape)


def standard_basis(shape):
    for idxs in np.ndindex(*shape):
        vect = np.zeros(shape)
        vect[idxs] = 1
        yield vect
