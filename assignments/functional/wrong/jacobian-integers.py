#: title = "jacobian: the result has the type of x, and integers cut it off"
#: lose = ["q6-jacobian"]

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    vjp, ans = make_vjp(fun, x)
    J = numpy.zeros((np.size(ans), np.size(x)), dtype=numpy.asarray(x).dtype)
    for i, e in enumerate(numpy.eye(np.size(ans))):
        J[i] = numpy.ravel(vjp(e.reshape(np.shape(ans))))
    return J.reshape(np.shape(ans) + np.shape(x))
