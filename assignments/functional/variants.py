"""The numbers that differ from student to student, with those of everybody else as the default."""


def q8(draw):
    """The loss that is derived, the point of the example, and what descent does by default."""
    return {
        "a": draw.choice([0.5, 1.5, 2.0, 2.5, 3.0, 3.5], default=0.5),  # L = a (y - t)^2
        "w": draw.number(-1.5, 1.5, step=0.1, default=0.7),
        "x": draw.number(0.5, 3.0, step=0.5, default=2.0),
        "b": draw.number(-1.0, 1.0, step=0.25, default=-0.5),
        "t": draw.choice([0.0, 1.0], default=1.0),
        "num_iters": draw.choice([100, 150, 200, 250, 300], default=200),
        "step_size": draw.choice([0.05, 0.1, 0.15, 0.2], default=0.1),
        "mass": draw.choice([0.8, 0.85, 0.9, 0.95], default=0.9),
    }
