#: title = "check_grads: it raises an AssertionError without looking"
#: lose = ["q7-check-first", "q7-check-second", "q8-whole"]
#: misconception = "test-rejects-what-is-right"

# %% [q7-check-answer]
def check_grads(fun, modes=("fwd", "rev"), order=2):
    """A function that compares the derivatives of fun at a point with two-sided differences."""
    def check(x):
        raise AssertionError("the derivatives differ")

    return check
