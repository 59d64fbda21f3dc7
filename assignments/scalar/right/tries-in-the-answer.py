#: title = "answers end with trials under if __name__ == \"__main__\""

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    if isinstance(a, AutogradValue):
        print(a.value)
        for parent in a.parents:
            graph_print(parent)
    else:
        print(a)


if __name__ == "__main__":
    graph_print(AutogradValue(1.0) + 2)


# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    gradient = np.array([value.grad for value in np.ravel(a)], dtype=np.float64)
    gradient.shape = np.shape(a)
    return gradient


if __name__ == "__main__":
    sample = wrap_array(np.ones((2, 2)))
    np.sum(sample * sample).backward()
    print(unwrap_gradient(sample))
