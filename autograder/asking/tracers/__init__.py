"""What the checks of the functional assignment share.

Its engine traces functions of NumPy. It is declared by a table and adapters (`engine`), so most is
asked by `autograder.asking.arrays`. What is particular to it stands here: nodes and boxes, one by
one (`notes`), what rules send (`rules`), functions of functions (`functions`), differences and a
test for rules (`practice`), and what gradients are for (`descent`).
"""
