#: title = "check_grads is a class with differences of its own"

# %% [q7-check-answer]
class check_grads:
    """A function that compares the derivatives of fun at a point with two-sided differences."""

    h = 1e-5
    tolerance = 1e-5

    def __init__(self, fun, modes=("fwd", "rev"), order=2):
        self.fun = fun
        self.modes = modes
        self.order = order
        self.random = np.random.default_rng()

    def __call__(self, x):
        x = np.asarray(x, dtype=np.float64)
        if self.order == 0:
            return
        for mode in self.modes:
            derivative = getattr(self, mode)(x)
            check_grads(derivative, self.modes, self.order - 1)(x)

    def rev(self, x):
        v = self.random.normal(size=np.shape(self.fun(x)))
        derivative = lambda x: make_vjp(self.fun, x)[0](v)
        for direction in self.directions(x):
            slope = np.sum(v * self.slope(x, direction))
            self.compare(np.sum(derivative(x) * direction), slope, "reverse mode")
        return derivative

    def fwd(self, x):
        u = self.random.normal(size=np.shape(x))
        derivative = lambda x: make_jvp(self.fun, x)[0](u)
        self.compare(derivative(x), self.slope(x, u), "forward mode")
        return derivative

    def directions(self, x):
        for i in range(x.size):
            yield np.reshape(np.eye(x.size)[i], x.shape)

    def slope(self, x, direction):
        ahead, behind = self.fun(x + self.h * direction), self.fun(x - self.h * direction)
        return (np.asarray(ahead) - np.asarray(behind)) / (2 * self.h)

    def compare(self, mine, differences, which):
        error = np.max(np.abs(mine - differences))
        scale = max(np.max(np.abs(mine)), np.max(np.abs(differences)), 1.0)
        if not error <= self.tolerance * scale:
            raise AssertionError(f"{which}: {mine}, but differences give {differences}")
