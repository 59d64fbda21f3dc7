#: title = "advect moves the whole field by the mean of the wind"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q8-whole"]

# %% [q1-advect-answer]
def advect(f, vx, vy):
    return np.roll(f, (int(np.round(np.mean(vx))), int(np.round(np.mean(vy)))), axis=(0, 1))
