"""How far a loop is, shown while it runs: a bar where tqdm is installed, else a line now and
then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

#: How many lines stand in for a bar.
LINES_WITHOUT_TQDM = 10


def shown(steps: int, losses: Sequence[float]) -> Iterator[int]:
    """Count the steps, showing the last loss on the way."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        every = max(1, steps // LINES_WITHOUT_TQDM)
        for step in range(steps):
            yield step
            if (step + 1) % every == 0:
                loss = f": loss {losses[-1]:.4f}" if losses else ""
                print(f"step {step + 1} of {steps}{loss}")
        return
    bar = tqdm(range(steps), desc="training")
    for step in bar:
        yield step
        if losses:
            bar.set_postfix(loss=f"{losses[-1]:.4f}", refresh=False)


def counted(steps: int, losses: Sequence[float], progress: bool) -> Iterator[int]:
    """Count the steps, and show them if that is asked for."""
    return shown(steps, losses) if progress else iter(range(steps))
