"""What the checks of the optimization assignment share: variables that carry their own rules.

`engine` says how they are asked, `probes` are what crosses. Claims stand in `gradients` (the way
back), `descents` (modules, optimizers, ways down), `perceptrons` (layers, data, training) and
`pictures` (what is drawn).
"""
