"""Named streams of random numbers, so that one part of the world can change without renumbering another."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]


class Streams:
    """Random generators that depend on the seed, a name and (for what happens in time) a quarter, and on nothing else.

    A quarter drawn for one refresh is drawn the same for the next, whatever else the run contains.
    """

    def __init__(self, seed: int) -> None:
        """Keep the seed (any non-negative integer)."""
        self._seed = seed

    def rng(self, name: str, quarter: int = 0) -> np.random.Generator:
        """Return the generator of stream `name`; `quarter` may be negative down to -1000."""
        entropy = [self._seed, zlib.crc32(name.encode()), quarter + 1000]
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))

    def rows(self, name: str, size: int, columns: int, rows: Ints) -> Floats:
        """Return `columns` draws for each of `rows` out of `size`; which others are asked for makes no difference."""
        rng = self.rng(name)
        # Column by column, because a force-year's index times twenty does not have to stand in memory.
        drawn: Floats = np.stack([rng.random(size)[rows] for _ in range(columns)], axis=1)
        return drawn


def pick(rng: np.random.Generator, weights: Floats, size: int) -> Ints:
    """Draw `size` positions with probability proportional to `weights` (with replacement)."""
    cumulative = np.cumsum(weights)
    drawn = np.searchsorted(cumulative, rng.random(size) * cumulative[-1], side="right")
    result: Ints = np.minimum(drawn, len(weights) - 1).astype(np.int64)
    return result


def chance(rng: np.random.Generator, size: int, probability: float | Floats) -> Flags:
    """Return `size` independent yes/no draws."""
    return rng.random(size) < probability


def spread(index: Ints, modulus: int, salt: int) -> Ints:
    """Map 0..modulus-1 onto itself so that neighbours end far apart (identifiers must not show who is who).

    An affine map with a multiplier coprime to the modulus: no two indexes share a result.
    """
    multiplier = int(modulus * 0.6180339887) | 1
    while np.gcd(multiplier, modulus) != 1:
        multiplier += 2
    result: Ints = (index * multiplier + salt) % modulus
    return result
