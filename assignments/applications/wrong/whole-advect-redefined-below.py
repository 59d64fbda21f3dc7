#: title = "a cell below the check of Q1 defines advect anew, and wrongly"
#: lose = ["q8-whole"]

# %% [after q1-check]
# faster?
def advect(f, vx, vy):
    return np.roll(f, 1, axis=0)
