"""What the checks of the functional assignment share.

Its engine traces functions of NumPy. It is declared by a table and two adapters (`engine`), so most
is asked by `autograder.asking.arrays`. What is particular to it stands here: nodes and boxes, one
by one (`notes`), functions of functions (`functions`), and what is done with them (`practice`).
"""
