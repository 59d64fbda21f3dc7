#: title = "products with reshaped factors, @, and outer products"

# %% [q3-dot-answer]
def dot_vjp_x(g, ans, x, y):
    match np.ndim(x), np.ndim(y):
        case 1, 1:
            return np.multiply(g, y)
        case 2, 1:
            return np.reshape(g, (-1, 1)) * np.reshape(y, (1, -1))
        case 1, 2:
            return y @ g
        case 2, 2:
            return g @ np.swapaxes(y, 0, 1)


def dot_vjp_y(g, ans, x, y):
    match np.ndim(x), np.ndim(y):
        case 1, 1:
            return np.multiply(g, x)
        case 2, 1:
            return g @ x
        case 1, 2:
            return np.expand_dims(x, 1) @ np.expand_dims(g, 0)
        case 2, 2:
            return np.swapaxes(x, 0, 1) @ g


defvjp(dot, dot_vjp_x, dot_vjp_y)
