#: title = "flatten: the given value is returned, whatever vector is put back"
#: lose = ["q8-flatten", "q8-whole"]
#: misconception = "flatten-puts-the-old-numbers-back"

# %% [q8-flatten-answer]
def flatten(value):
    """The vector of all numbers in value, and a function that puts a vector back in form."""
    def numbers(value):
        if isinstance(value, dict):
            return [one for item in value.values() for one in numbers(item)]
        if isinstance(value, (list, tuple)):
            return [one for item in value for one in numbers(item)]
        return list(np.ravel(np.array(value, dtype=float)))

    return np.array(numbers(value)), lambda vector: value
