"""Wrong surfaces, and wrong descents on them."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def shaped(ns, z):
    """forward anew: `z(x, y, exp)` is the height."""
    ns.Surface.forward = lambda self: z(self.x, self.y, ns.Exp())


@misconception("q5")
def surface_upside_down(ns):
    """The minus in front is missing: hills are valleys.

    What is the height at (0, 0)?
    """
    shaped(ns, lambda x, y, exp: (1 - (x**2 + y**3)) * exp(-(x**2 + y**2) / 2))


@misconception("q5", ways=("everywhere", "in the polynomial", "in what it starts with"))
def surface_x_and_y_exchanged(ns, way):
    """x and y stand in each other's place.

    Which of the two has the power of 3?
    """
    if way == "in what it starts with":
        right = ns.Surface.__init__
        ns.Surface.__init__ = lambda self, init_x, init_y: right(self, init_y, init_x)
    else:
        shaped(ns, lambda x, y, exp: -(1 - (y**2 + x**3)) * exp(-(x**2 + y**2) / 2))


@misconception("q5", ways=("squares", "in both places"))
def surface_one_power_for_all(ns, way):
    """y has the same power in both places. In the polynomial it is 3, in the exponent it is 2.

    Which powers of y are there in the formula?
    """
    n = 2 if way == "squares" else 3
    shaped(ns, lambda x, y, exp: -(1 - (x**2 + y**n)) * exp(-(x**2 + y**n) / 2))


@misconception("q5")
def surface_exponent_without_minus(ns):
    """The exponent has no minus, so that the surface grows without end.

    What should the height be far away from the middle?
    """
    shaped(ns, lambda x, y, exp: -(1 - (x**2 + y**3)) * exp((x**2 + y**2) / 2))


@misconception("q5")
def surface_exponent_not_halved(ns):
    """The exponent is not divided by 2. The hills are too narrow.

    What stands below the line in the exponent?
    """
    shaped(ns, lambda x, y, exp: -(1 - (x**2 + y**3)) * exp(-(x**2 + y**2)))


@misconception("q5")
def surface_brackets_forgotten(ns):
    """In the polynomial, brackets are missing: y³ is added, and should be subtracted.

    What is 1 - (2 + 3), and what is 1 - 2 + 3?
    """
    shaped(ns, lambda x, y, exp: -(1 - x**2 + y**3) * exp(-(x**2 + y**2) / 2))


@misconception("q5", ways=("-x² - y² / 2", "(-x² + y²) / 2", "-x² + y² / 2"))
def surface_brackets_in_the_exponent_forgotten(ns, way):
    """In the exponent, brackets are missing: the minus or the 2 is for one square alone.

    What should the exponent be at (2, 0), and what at (0, 2)?
    """
    exponent = {
        "-x² - y² / 2": lambda x, y: -(x**2) - y**2 / 2,
        "(-x² + y²) / 2": lambda x, y: (-(x**2) + y**2) / 2,
        "-x² + y² / 2": lambda x, y: -(x**2) + y**2 / 2,
    }[way]
    shaped(ns, lambda x, y, exp: -(1 - (x**2 + y**3)) * exp(exponent(x, y)))


@misconception("q5")
def surface_exponential_forgotten(ns):
    """The exponential is missing: the height is the polynomial alone.

    What should the height be far away from the middle?
    """
    shaped(ns, lambda x, y, exp: -(1 - (x**2 + y**3)))


@misconception("q5")
def surface_outer_minus_in_the_polynomial(ns):
    """The minus in front is for the 1 alone, and not for all that stands in brackets.

    What is -(1 - 5), and what is -1 - 5?
    """
    shaped(ns, lambda x, y, exp: (-1 - (x**2 + y**3)) * exp(-(x**2 + y**2) / 2))


@misconception("q5", ways=("z_func", "a new variable"))
def surface_computed_with_values(ns, way):
    """The height is computed of the values. So nobody knows what it was computed from.

    Along which edges should a message come to x and y?
    """

    def z(x, y, exp):
        x, y = x.value, y.value
        found = -(1 - (x**2 + y**3)) * np.exp(-(x**2 + y**2) / 2)
        return found if way == "z_func" else ns.Variable(found)

    shaped(ns, z)


@misconception("q5")
def surface_with_numpys_exponential(ns):
    """`np.exp` is called with a variable. It knows numbers and arrays alone.

    Which exponential is there that knows what to send back?
    """
    shaped(ns, lambda x, y, exp: -(1 - (x**2 + y**3)) * np.exp(-(x**2 + y**2) / 2))


@misconception("q5", ways=("x and y", "x", "y"))
def surface_parameters_are_numbers(ns, way):
    """A parameter is kept as the number that came. It should be a variable.

    What does `collect_parameters()` look for among the attributes?
    """

    def init(self, init_x, init_y):
        self.x = init_x if "x" in way else ns.Variable(init_x)
        self.y = init_y if "y" in way else ns.Variable(init_y)
        self.exp = ns.Exp()

    ns.Surface.__init__ = init


def run(ns, module, lr, epochs, tell=("before", "before"), back=True, step=True, which="xy"):
    """A path and the heights along it; `tell` says of each whether before or after the step."""
    optimizer = ns.GD([getattr(module, name) for name in which], lr)
    path, heights = [], []
    for _ in range(epochs):
        at = [float(module.x.value), float(module.y.value)]
        if back:
            optimizer.zero_grad()
        z = module.forward()
        z.backward()
        if step:
            optimizer.step()
        after = [float(module.x.value), float(module.y.value)]
        path.append(at if tell[0] == "before" else after)
        heights.append(float((z if tell[1] == "before" else module.forward()).value))
    return path, heights


def install(ns, each=None, result=None):
    """perform_2d_gd anew: `each(start, lr, epochs)` is a run, `result(paths, heights)` what is
    given of all."""

    def perform_2d_gd(initializations, lr=0.3, epochs=15):
        made = each or (lambda start, lr, epochs: run(ns, ns.Surface(*start), lr, epochs))
        found = [made(start, lr, epochs) for start in initializations]
        paths, heights = np.array([one[0] for one in found]), np.array([one[1] for one in found])
        return result(paths, heights) if result else (paths, heights)

    ns.perform_2d_gd = perform_2d_gd


@misconception("q5", ways=("both", "paths", "heights"))
def paths_told_after_the_step(ns, way):
    """What is told is where it was after the step. So the start is missing.

    What should stand at `paths[0, 0]`?
    """
    tell = ("before" if way == "heights" else "after", "before" if way == "paths" else "after")
    install(ns, lambda start, lr, n: run(ns, ns.Surface(*start), lr, n, tell))


@misconception("q5")
def paths_gradients_never_set_back(ns):
    """The gradients are never set back, so that those of all steps add up.

    After two calls of `backward`, what is in `x.grad`, and which method is there for that?
    """
    install(ns, lambda start, lr, n: run(ns, ns.Surface(*start), lr, n, back=False))


@misconception("q5")
def paths_y_before_x(ns):
    """In the paths, y stands before x.

    What should `paths[0, 0]` be for a start at [0.5, 1.8]?
    """
    install(ns, result=lambda paths, heights: (paths[:, :, ::-1], heights))


@misconception("q5", ways=("(runs, 2, epochs)", "(epochs, runs, 2)", "(2, runs, epochs)"))
def paths_axes_exchanged(ns, way):
    """The axes of the paths stand in another order than (runs, epochs, 2).

    What should `paths[0]` give, and which shape has that?
    """
    axes = {
        "(runs, 2, epochs)": (0, 2, 1),
        "(epochs, runs, 2)": (1, 0, 2),
        "(2, runs, epochs)": (2, 0, 1),
    }[way]
    install(
        ns,
        result=lambda paths, heights: (
            np.transpose(paths, axes),
            heights.T if axes[0] == 1 else heights,
        ),
    )


@misconception("q5")
def paths_heights_first(ns):
    """The heights are returned first, and the paths come second.

    What does the text ask for first?
    """
    install(ns, result=lambda paths, heights: (heights, paths))


@misconception("q5")
def paths_one_step_too_many(ns):
    """One entry too many is told.

    How many numbers does `range(n + 1)` give?
    """
    install(ns, lambda start, lr, n: run(ns, ns.Surface(*start), lr, n + 1))


@misconception("q5", ways=("0.3", "15", "0.3 and 15"))
def paths_with_their_own_settings(ns, way):
    """Numbers stand in the code where the caller's settings should be used.

    What changes in your code when the caller asks for another rate, or another number of steps?
    """
    install(
        ns,
        lambda start, lr, n: run(
            ns, ns.Surface(*start), 0.3 if "0.3" in way else lr, 15 if "15" in way else n
        ),
    )


@misconception("q5", ways=("x", "y"))
def paths_along_one_axis(ns, way):
    """Only one of the two parameters moves.

    Which parameters has the optimizer been given?
    """
    install(ns, lambda start, lr, n: run(ns, ns.Surface(*start), lr, n, which=way))


@misconception("q5")
def paths_stand_still(ns):
    """Nothing moves: all points of a path are its start.

    Which call fills in the gradients, and which one changes the values?
    """
    install(ns, lambda start, lr, n: run(ns, ns.Surface(*start), lr, n, step=False))


@misconception("q5")
def paths_one_module_for_all(ns):
    """All runs go on with one module. So the second begins where the first ended.

    How many modules are there in your code, and where are they made?
    """
    modules = {}

    def each(start, lr, n):
        return run(ns, modules.setdefault("one", ns.Surface(*start)), lr, n)

    def result(paths, heights):
        modules.clear()
        return paths, heights

    install(ns, each, result)


@misconception("q5", ways=("one of the runs", "without their axis"))
def paths_last_run_alone(ns, way):
    """Only one run is told: the lists of the others are thrown away when a new run begins.

    Which list belongs to one run, which to all, and where is each made?
    """
    which = slice(-1, None) if way == "one of the runs" else -1
    install(ns, result=lambda paths, heights: (paths[which], heights[which]))
