#: title = "graph_print prints the numbers of the example in the notebook"
#: lose = ["q3-values", "q3-numbers"]
#: kinds = ["output"]

# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    for number in (2.995732, 20.0, 10.0, 5.0, 5.0, 5, 2.0, 2.0):
        print(number)
