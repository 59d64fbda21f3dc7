"""What the checks of the optimization assignment share: variables that carry their own rules.

`engine` says how they are asked; `descents` are claims about modules, optimizers and training;
`pictures` are claims about what is drawn.
"""
