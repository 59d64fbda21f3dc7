#: title = "wrap_array and unwrap_gradient make NumPy functions of the class and of an attribute"

# %% [q6-wrap-answer]
to_value = np.frompyfunc(lambda x: AutogradValue(float(x)), 1, 1)


def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    return np.array(to_value(np.asarray(a)), dtype=object)


# %% [q6-unwrap-answer]
import operator

to_grad = np.frompyfunc(operator.attrgetter("grad"), 1, 1)


def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    return np.array(to_grad(a), dtype=float)
