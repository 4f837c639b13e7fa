"""Streets, postcodes and properties of an invented conurbation with the real outward codes of the West Midlands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from python_helpers.synthesise.names import british_surnames
from python_helpers.synthesise.randomness import Flags, Floats, Ints, Streams, Texts, pick, spread

# Outward codes by unit: (area prefix, districts, town, neighbourhood policing unit)
OUTWARD: tuple[tuple[str, range, str, str], ...] = (
    ("B", range(1, 20), "Birmingham", "BW"),
    ("B", range(20, 50), "Birmingham", "BE"),
    ("B", range(62, 72), "West Bromwich", "SW"),
    ("B", range(90, 95), "Solihull", "SH"),
    ("CV", range(1, 7), "Coventry", "CV"),
    ("DY", range(1, 10), "Dudley", "DY"),
    ("WS", range(1, 11), "Walsall", "WS"),
    ("WV", range(1, 15), "Wolverhampton", "WV"),
)
UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
STREET_KINDS = (
    "Road", "Street", "Avenue", "Lane", "Close", "Drive", "Crescent", "Grove", "Way", "Court", "Place", "Gardens",
    "Terrace", "Hill", "Green", "Croft",
)  # fmt: skip
STREET_KIND_WEIGHTS: Floats = 1.0 / (np.arange(len(STREET_KINDS), dtype=np.float64) + 1.5)
STREET_SHORT = {
    "Road": "Rd", "Street": "St", "Avenue": "Ave", "Lane": "Ln", "Close": "Cl", "Drive": "Dr", "Crescent": "Cres",
    "Grove": "Gr", "Court": "Ct", "Place": "Pl", "Gardens": "Gdns", "Terrace": "Tce",
}  # fmt: skip
# Kinds of property; all but the first are communal.
KINDS = ("HOME", "CARE_HOME", "CHILDRENS_HOME", "FOSTER", "HOSTEL", "REFUGE", "PRISON", "NO_FIXED_ABODE")
HOME, CARE_HOME, CHILDRENS_HOME, FOSTER, HOSTEL, REFUGE, PRISON, NO_FIXED_ABODE = range(len(KINDS))


@dataclass(frozen=True)
class Address:
    """A property's address in its parts."""

    building: str
    street: str
    town: str
    postcode: str


@dataclass(frozen=True)
class Places:
    """Properties: homes first, then communal ones; the last one is nowhere (no fixed abode)."""

    building: Texts  # '12', '12A', 'Flat 3, 12', 'Oakwood House'
    postcode_of: Ints  # property -> postcode
    uprn: Ints
    kind: Ints
    postcodes: Texts
    street_of: Ints  # postcode -> street
    streets: Texts
    towns: Texts  # by postcode
    npus: Texts  # by postcode
    communal: dict[int, Ints]  # kind -> properties

    def address(self, place: int) -> Address:
        """Return the address of a property."""
        code = self.postcode_of[place]
        return Address(self.building[place], self.streets[self.street_of[code]], self.towns[code], self.postcodes[code])

    @property
    def nowhere(self) -> int:
        """Return the property that stands for no fixed abode."""
        return len(self.building) - 1


def build_places(streams: Streams, homes: int, scale: float) -> Places:
    """Invent `homes` homes and the communal places that a force of this scale has (never fewer than two of a kind)."""
    rng = streams.rng("places")
    wanted = {CARE_HOME: 700, CHILDRENS_HOME: 320, FOSTER: 900, HOSTEL: 160, REFUGE: 30, PRISON: 8}
    counts = {kind: max(2, round(number * scale)) for kind, number in wanted.items()}
    kind = np.concatenate([np.zeros(homes, np.int64), *(np.full(n, k) for k, n in counts.items()), [NO_FIXED_ABODE]])
    total = len(kind)

    postcode_count = max(48, total // 14)
    postcodes, towns, npus = _postcodes(rng, postcode_count)
    street_count = max(24, postcode_count // 3)
    words = np.array(british_surnames(), dtype=object)
    street_names = words[rng.integers(0, 2400, street_count)]
    kinds = np.array(STREET_KINDS, dtype=object)[pick(rng, STREET_KIND_WEIGHTS, street_count)]
    streets = street_names + " " + kinds
    street_of = np.minimum(np.arange(postcode_count) // 3, street_count - 1)

    # Flats stand in blocks of twelve that share a number and a postcode.
    block = np.arange(total) // 12
    is_flat: Flags = (rng.random(block[-1] + 1) < 0.18)[block] & (kind == HOME)
    postcode_of = rng.integers(0, postcode_count, total)
    postcode_of = np.where(is_flat, rng.integers(0, postcode_count, block[-1] + 1)[block], postcode_of)
    house = rng.integers(1, 220, total)
    house = np.where(is_flat, rng.integers(1, 220, block[-1] + 1)[block], house)
    building = house.astype(str).astype(object)
    building[is_flat] = (
        "Flat " + (np.arange(total) % 12 + 1).astype(str).astype(object)[is_flat] + ", " + building[is_flat]
    )
    lettered = (rng.random(total) < 0.02) & ~is_flat
    building[lettered] += "A"
    for code, noun in (
        (CARE_HOME, "House"),
        (CHILDRENS_HOME, "Lodge"),
        (HOSTEL, "Hostel"),
        (REFUGE, "Refuge"),
        (PRISON, "HMP"),
    ):
        members = np.flatnonzero(kind == code)
        names = words[rng.integers(600, 2400, len(members))]
        building[members] = ("HMP " + names) if noun == "HMP" else (names + " " + noun + ", ") + building[members]
    return Places(
        building=building,
        postcode_of=postcode_of,
        uprn=100_070_000_000 + spread(np.arange(total), 99_999_989, 12345),
        kind=kind,
        postcodes=postcodes,
        street_of=street_of,
        streets=streets,
        towns=towns,
        npus=npus,
        communal={k: np.flatnonzero(kind == k) for k in counts},
    )


def _postcodes(rng: np.random.Generator, count: int) -> tuple[Texts, Texts, Texts]:
    """Return `count` different postcodes with their town and unit."""
    rows = [(f"{area}{number}", town, npu) for area, numbers, town, npu in OUTWARD for number in numbers]
    weights = np.array([1.5 if npu in {"BW", "BE"} else 1.0 for _, _, npu in rows])
    outward = pick(rng, weights, count)
    inward = spread(np.arange(count), 9 * 20 * 20, 77)
    texts = np.empty(count, dtype=object)
    towns = np.array([row[1] for row in rows], dtype=object)[outward]
    npus = np.array([row[2] for row in rows], dtype=object)[outward]
    seen: set[str] = set()
    for position in range(count):
        unit = int(inward[position])
        code = ""
        while not code or code in seen:
            sector, rest = unit // 400 + 1, unit % 400
            code = f"{rows[outward[position]][0]} {sector}{UNIT_LETTERS[rest // 20]}{UNIT_LETTERS[rest % 20]}"
            unit = (unit + 1) % 3600
        seen.add(code)
        texts[position] = code
    return texts, towns, npus
