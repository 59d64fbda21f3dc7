#: title = "best_every counts checkpoints without the one of the short segment"
#: lose = ["q5-every"]

# %% [q5-every-answer]
def best_every(num_steps):
    best, smallest = 1, num_steps + 1
    for every in range(1, num_steps + 1):
        if every + num_steps // every < smallest:
            best, smallest = every, every + num_steps // every
    return best
