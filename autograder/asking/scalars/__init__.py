"""What the checks of an engine of single numbers share.

Expressions (`expressions`) are drawn (`drawing`) or fixed (`known`), put to the submission's engine
through an adapter (`engine`, whose questions are `probes`, `probes_rules`, `probes_walk` and
`probes_arrays`), and compared with our own engine (`reference`). Claims about derivatives are in
`assertions` and `chain_rule`; where one fails, `localize` asks what `autograder.asking.localize`
needs to find the place.
"""
