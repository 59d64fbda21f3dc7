#: title = "values carry names and notes of the student, and other words for everything"

# %% [q2-answer]
def forward_pass(knoten):
    """Wert und Ableitungen, auf Deutsch."""
    knoten.name = type(knoten).__name__ + str(id(knoten))
    knoten.notiz = {"eltern": len(knoten.parents)}
    knoten.forward_grads = ableitungen = {}
    for elternteil, steigung in zip(knoten.parents, knoten.grads(*knoten.parent_values)):
        if not isinstance(elternteil, AutogradValue):
            continue
        for größe, ableitung in elternteil.forward_grads.items():
            ableitungen[größe] = ableitungen.get(größe, 0.0) + steigung * ableitung
    return knoten.func(*knoten.parent_values)


AutogradValue.forward_pass = forward_pass


# %% [q3-answer]
def graph_print(wert, tiefe=0):
    """Ein Baum, eingerückt."""
    einzug = "\u2514\u2500" * tiefe
    if not isinstance(wert, AutogradValue):
        print(f"{einzug} Zahl = {wert:.4f}")
        return
    print(f"{einzug} {type(wert).__name__} = {wert.value:.4f}")
    for elternteil in wert.parents:
        graph_print(elternteil, tiefe + 1)
