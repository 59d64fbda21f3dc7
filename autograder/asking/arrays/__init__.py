"""What the checks of an engine of arrays share.

An assignment declares its operations in a `Table` (`operations`, with families of shapes in
`shapes`); programs of them (`programs`) are drawn (`drawing`) or read from text, put to the
submission's engine through a declared adapter (`autograder.asking.engine`), and compared with our
own engine, step by step (`reference`). Claims about derivatives are in `assertions` and
`chain_rule`.
"""
