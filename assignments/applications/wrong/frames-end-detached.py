#: title = "simulate starts from copies that are plain numbers"
#: lose = ["q3-slopes", "q8-whole"]
#: misconception = "simulate-without-derivatives"

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    plain = lambda a: a.numpy() if hasattr(a, "numpy") else a
    vx, vy, smoke = plain(vx), plain(vy), plain(smoke)
    frame_list = []
    for t in range(num_time_steps):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        smoke = advect(smoke, vx, vy)
        frame_list.append(smoke)
    return smoke, frame_list
