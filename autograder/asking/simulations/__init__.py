"""What checks of simulations share: a fluid on a grid, its derivatives, checkpoints, and training
as a function of its settings. The engine is adlearn's; what is asked is what is done with it.
"""
