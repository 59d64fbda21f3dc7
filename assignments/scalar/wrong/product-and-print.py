#: title = "_mul returns its operands in the order they came, and zeros are not printed"
#: lose = ["q1-mul", "q3-values", "q3-numbers", "q7-whole"]
#: kinds = ["output", "partials"]
#: misconception = "mul-swapped"

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return a, b


# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    if isinstance(a, AutogradValue):
        print(a.value)
        for parent in a.parents:
            graph_print(parent)
    elif a != 0:
        print(a)
