#: title = "check_grads: the function it returns does nothing"
#: lose = ["q7-check-first", "q7-check-second", "q8-whole"]
#: misconception = "test-notices-nothing"

# %% [q7-check-answer]
def check_grads(fun, modes=("fwd", "rev"), order=2):
    """A function that compares the derivatives of fun at a point with two-sided differences."""
    def check(x):
        pass

    return check
