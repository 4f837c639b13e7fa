"""Who lives with whom, how old everybody is and what they are called; twins, juniors and namesakes among them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from python_helpers.synthesise.clock import day_number
from python_helpers.synthesise.names import (
    BACKGROUNDS,
    FEMALE,
    MALE,
    draw_backgrounds,
    draw_forenames,
    draw_surnames,
    personal_names,
)
from python_helpers.synthesise.profiles import Profile
from python_helpers.synthesise.randomness import Flags, Ints, Streams, Texts, chance, pick

BIRTH_BASE = day_number(2026, 10, 1)  # ages are as of the end of the first window
SHIFTS = np.array([1, -1, 9, 10, 30, 31, 365, -365, 3652, -3652])  # one slip of a date of birth, in days


@dataclass
class Families:
    """People by household, each household's next to each other."""

    household: Ints
    first: Ints  # by household: its first member
    size: Ints  # by household
    sex: Ints
    background: Ints
    birth_day: Ints  # days since 1970
    forename: Texts
    middle: Texts
    surname: Texts
    is_child: Flags  # of the first member
    is_partner: Flags
    planted: dict[str, list[tuple[int, int]]] = field(default_factory=dict)  # kind -> pairs of people

    @property
    def head(self) -> Ints:
        """Return the first member of everybody's household."""
        result: Ints = self.first[self.household]
        return result


def draw_families(streams: Streams, profile: Profile, people: int) -> Families:
    """Draw that many people."""
    rng = streams.rng("families")
    families = _live_together(rng, people)
    shares_name = families.is_child & chance(rng, people, 0.90)
    shares_name |= families.is_partner & chance(rng, people, 0.62)
    twin, son, father = _twins(rng, families, profile), *_juniors(rng, families, profile)
    families.forename = draw_forenames(rng, families.background, families.sex)
    family_name = draw_surnames(rng, families.background)
    family_name = np.where(shares_name, family_name[families.head], family_name)
    family_name[twin] = family_name[twin - 1]
    family_name[son] = family_name[father]
    _similar_twins(streams, families, twin, profile)
    families.forename[son] = families.forename[father]
    families.forename, families.middle, families.surname = personal_names(
        rng, families.background, families.sex, families.forename, family_name
    )
    _agree_on_names(families, shares_name)
    families.middle[son] = np.where(chance(rng, len(son), 0.3), families.middle[father], families.middle[son])
    for names in (families.forename, families.surname):
        names[son] = names[father]
    # Twins are never called the same: the second one goes by the middle name.
    same = twin[(families.forename[twin] == families.forename[twin - 1]) & (families.middle[twin] != "")]
    families.forename[same], families.middle[same] = families.middle[same], ""
    apart = twin[families.forename[twin] != families.forename[twin - 1]]
    families.planted = {"twins": _pairs(apart - 1, apart), "junior": _pairs(father, son)}
    _plant_namesakes(streams.rng("families.namesakes"), families, profile)
    return families


def _pairs(left: Ints, right: Ints) -> list[tuple[int, int]]:
    return list(zip(left.tolist(), right.tolist(), strict=True))


def _live_together(rng: np.random.Generator, people: int) -> Families:
    sizes = pick(rng, np.array([0.30, 0.29, 0.16, 0.14, 0.07, 0.03, 0.01]), people) + 1
    count = int(np.searchsorted(np.cumsum(sizes), people)) + 1
    size = sizes[:count].astype(np.int64)
    first = np.concatenate([[0], np.cumsum(size)[:-1]])
    size[-1] = people - first[-1]
    household = np.repeat(np.arange(count), size)
    head, position = first[household], np.arange(people) - first[household]
    family = (rng.random(count) < 0.88)[household]
    is_partner = family & (position == 1) & chance(rng, people, 0.72)
    is_child = family & (position >= 1) & ~is_partner & chance(rng, people, 0.92)
    sex = rng.integers(0, 2, people)
    sex = np.where(is_partner & chance(rng, people, 0.96), 1 - sex[head], sex)
    age = np.clip(18 + rng.gamma(2.4, 11.0, people), 18, 97)
    has_children = np.zeros(count, bool)
    has_children[household[is_child]] = True
    age = np.where(has_children[household], np.clip(21 + rng.gamma(4.0, 6.5, people), 19, 90), age)
    age = np.where(is_partner, np.clip(age[head] + rng.normal(0, 4, people), 17, 97), age)
    age = np.where(is_child, np.maximum(age[head] - rng.uniform(17, 36, people), 0.05), age)
    background = draw_backgrounds(rng, count)[household]
    background = np.where(family, background, draw_backgrounds(rng, people))
    nothing = np.full(people, "", dtype=object)
    born = (BIRTH_BASE - age * 365.25).astype(np.int64)
    return Families(
        household, first, size, sex, background, born, nothing, nothing.copy(), nothing.copy(), is_child, is_partner
    )


def _twins(rng: np.random.Generator, families: Families, profile: Profile) -> Ints:
    """Let some children be born on the day of the child before them; two of three pairs are of one sex."""
    together = families.household[1:] == families.household[:-1]
    twin = np.flatnonzero(families.is_child[1:] & families.is_child[:-1] & together) + 1
    twin = twin[chance(rng, len(twin), profile.twins)]
    families.birth_day[twin] = families.birth_day[twin - 1]
    alike = twin[chance(rng, len(twin), 0.66)]
    families.sex[alike] = families.sex[alike - 1]
    return twin


def _juniors(rng: np.random.Generator, families: Families, profile: Profile) -> tuple[Ints, Ints]:
    """Choose sons named after their father; return both."""
    head, last = families.head, len(families.sex) - 1
    other = np.minimum(head + 1, last)
    has_other = (
        families.is_partner[other] & (families.sex[other] == MALE) & (families.household[other] == families.household)
    )
    father = np.where(families.sex[head] == MALE, head, np.where(has_other, other, -1))
    son = np.flatnonzero(families.is_child & (families.sex == MALE) & (father >= 0))
    son = son[chance(rng, len(son), profile.juniors)]
    return son, father[son]


def _similar_twins(streams: Streams, families: Families, twin: Ints, profile: Profile) -> None:
    """Draw some twins' names again until they begin with the same letter."""
    alike = twin[chance(streams.rng("families.twins"), len(twin), profile.similar_twin_names)]
    initial = {int(t): str(families.forename[t - 1])[:1] for t in alike}
    for attempt in range(40):
        alike = np.array([t for t in alike.tolist() if str(families.forename[t])[:1] != initial[t]], dtype=np.int64)
        if len(alike) == 0:
            return
        again = streams.rng("families.similar_twins", attempt)
        families.forename[alike] = draw_forenames(again, families.background[alike], families.sex[alike])


def _agree_on_names(families: Families, shares_name: Flags) -> None:
    """Let relatives of a sex who share a name write it alike; in some families women carry names of their own."""
    own_names = np.isin(families.background, [list(BACKGROUNDS).index(name) for name in ("pakistani", "bangladeshi")])
    same_sex = families.sex == families.sex[families.head]
    adopt = np.flatnonzero(shares_name & ~(own_names & (families.sex == FEMALE)) & same_sex)
    families.surname[adopt] = families.surname[families.head[adopt]]


def _plant_namesakes(rng: np.random.Generator, families: Families, profile: Profile) -> None:
    """Give some people the full name of an unrelated person; some of those also nearly the same date of birth."""
    people = len(families.sex)
    taken = np.array([person for pairs in families.planted.values() for pair in pairs for person in pair], np.int64)
    receiver = np.setdiff1d(np.flatnonzero(chance(rng, people, profile.namesakes)), taken)
    giver = rng.integers(0, people, len(receiver))
    fits = (families.household[giver] != families.household[receiver]) & ~np.isin(giver, receiver)
    receiver, giver = receiver[fits], giver[fits]
    for values in (families.forename, families.surname, families.sex, families.background):
        values[receiver] = values[giver]
    middle = families.middle
    middle[receiver] = np.where(chance(rng, len(receiver), 0.3), middle[giver], "")
    near = chance(rng, len(receiver), profile.near_namesakes)
    shifted = np.minimum(families.birth_day[giver] + SHIFTS[rng.integers(0, len(SHIFTS), len(giver))], BIRTH_BASE - 30)
    families.birth_day[receiver] = np.where(near, shifted, families.birth_day[receiver])
    families.planted["namesake"] = _pairs(giver[~near], receiver[~near])
    families.planted["near namesake"] = _pairs(giver[near], receiver[near])
