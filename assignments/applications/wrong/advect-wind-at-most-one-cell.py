#: title = "advect takes it that the wind is never faster than a cell per step"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q8-whole"]

# %% [q1-advect-answer]
def advect(f, vx, vy):
    """Upwind: only the neighbour the wind comes from matters."""
    vx, vy = np.clip(vx, -1.0, 1.0), np.clip(vy, -1.0, 1.0)
    along_x = np.abs(vx)
    along_y = np.abs(vy)

    def from_x(f):
        return np.where(vx > 0, np.roll(f, 1, axis=0), np.roll(f, -1, axis=0))

    def from_y(f):
        return np.where(vy > 0, np.roll(f, 1, axis=1), np.roll(f, -1, axis=1))

    def both(f):
        east = np.where(vy > 0, np.roll(np.roll(f, 1, axis=0), 1, axis=1),
                        np.roll(np.roll(f, 1, axis=0), -1, axis=1))
        west = np.where(vy > 0, np.roll(np.roll(f, -1, axis=0), 1, axis=1),
                        np.roll(np.roll(f, -1, axis=0), -1, axis=1))
        return np.where(vx > 0, east, west)

    return (
        (1 - along_x) * (1 - along_y) * f
        + along_x * (1 - along_y) * from_x(f)
        + (1 - along_x) * along_y * from_y(f)
        + along_x * along_y * both(f)
    )
