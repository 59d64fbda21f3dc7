#: title = "einsum is made a primitive, and the product of matrices uses it"

# %% [q3-dot-answer]
@primitive
def einsum2(spec, x, y):
    """np.einsum of two arrays."""
    return numpy.einsum(spec, x, y)


def spec_parts(spec):
    inputs, output = spec.split("->")
    return (*inputs.split(","), output)


def einsum_x(g, ans, spec, x, y):
    a, b, c = spec_parts(spec)
    return einsum2(f"{c},{b}->{a}", g, y)


def einsum_y(g, ans, spec, x, y):
    a, b, c = spec_parts(spec)
    return einsum2(f"{a},{c}->{b}", x, g)


defvjp(einsum2, None, einsum_x, einsum_y)


def letters(x, y):
    a = {1: "j", 2: "ij"}[np.ndim(x)]
    b = {1: "j", 2: "jk"}[np.ndim(y)]
    return f"{a},{b}->{a[:-1]}{b[1:]}"


defvjp(
    dot,
    lambda g, ans, x, y: einsum_x(g, ans, letters(x, y), x, y),
    lambda g, ans, x, y: einsum_y(g, ans, letters(x, y), x, y),
)
