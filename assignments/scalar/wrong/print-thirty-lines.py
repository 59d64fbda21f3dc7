#: title = "graph_print stops after thirty lines"
#: lose = ["q3-values"]

# %% [q3-answer]
def graph_print(a):
    todo, n = [a], 0
    while todo and n < 30:
        v = todo.pop(0)
        n += 1
        print(v.value if isinstance(v, AutogradValue) else v)
        if isinstance(v, AutogradValue):
            todo = v.parents + todo
