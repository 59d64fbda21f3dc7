#: title = "the ten rounds at once, by a geometric series of Fourier coefficients"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    """How much more flows out of each cell than into it."""
    return (np.roll(vx, -1, 0) - np.roll(vx, 1, 0) + np.roll(vy, -1, 1) - np.roll(vy, 1, 1)) / 2


def pressure(d, rounds=10):
    """The pressure after so many rounds: all waves are damped by a factor of their own."""
    factors = [np.cos(2 * np.pi * np.arange(n) / n) / 2 for n in d.shape]
    q = factors[0][:, None] + factors[1][None, :]
    series = sum(q**k for k in range(rounds)) * np.ones(d.shape)
    return np.real(np.fft.ifft2(-np.fft.fft2(d) * series / 4))
