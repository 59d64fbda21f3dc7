#: title = "a cell after the last question makes a list called list and a zip called zip"

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return b, a


# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    print(getattr(a, "value", a) if isinstance(a, AutogradValue) else a)
    if isinstance(a, AutogradValue):
        for parent in a.parents:
            graph_print(parent)


# %% [after q7-check]
list = [1, 2]
zip = "notes.zip"
print(list, zip)
