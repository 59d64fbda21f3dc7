"""What the checks of the tensor assignment share.

Its engine is declared by a table and an adapter (`engine`), so most is asked by
`autograder.asking.arrays`. What is particular to it stands here: rules that can be differentiated
again (`rules`), the order of a graph (`order`), and the network (`training`).
"""
