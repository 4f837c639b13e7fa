"""Who lives with whom, how old everybody is and what they are called; twins, juniors and namesakes among them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from python_helpers.synthesise.clock import day_number
from python_helpers.synthesise.customs import code, personal_names, share_first_forenames, without_family_name
from python_helpers.synthesise.names import (
    BACKGROUNDS,
    FEMALE,
    MALE,
    draw_backgrounds,
    draw_forenames,
    draw_surnames,
    pools,
)
from python_helpers.synthesise.profiles import Profile
from python_helpers.synthesise.randomness import Flags, Ints, Streams, Texts, chance, pick

BIRTH_BASE = day_number(2026, 10, 1)  # ages are as of the end of the first window
# Share of adults whose birth is registered on 1 January, where births were not: of the refugees whom the United States
# took in, 14% in 2009 (11,000 of 80,000) and 15% in 2005-08 (31,000 of 203,566), more of those from Somalia and
# Afghanistan; range 0.10 to 0.35 there, 0.02 to 0.08 where only the older ones' births went unregistered.
FIRST_JANUARY = {
    "somali": 0.25, "afghan": 0.25, "arabic": 0.15, "african": 0.05, "pakistani": 0.04, "bangladeshi": 0.05,
    "vietnamese": 0.08, "sikh": 0.02, "roma": 0.02,
}  # fmt: skip
# Pairs that nobody planted: they come of the customs, and are counted.
BY_CUSTOM = "relatives of one forename"
# Kinds of planted pairs who live together, the most alike last.
AT_HOME = (
    "twins", "siblings of one first forename", "twins of one first forename", "couple of one given name", "junior",
)  # fmt: skip
ON_RECORD_FROM = 10 * 365  # days; younger children hardly ever meet the police
GROWN, OF_CHILDREN = 16 * 365, 0.1  # days; the share of children, most of whom were born here, is a tenth
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
    generation: Ints = field(init=False)  # 1 a father, 2 a son of one name; 0 everybody else
    planted: dict[str, list[tuple[int, int]]] = field(default_factory=dict)  # kind -> pairs of people

    def lookalikes(self) -> Ints:
        """Return the member of everybody's household who is easily taken for them by name, -1 if there is none."""
        alike: Ints = np.full(len(self.sex), -1, np.int64)
        for kind in AT_HOME:
            for one, other in self.planted[kind]:
                alike[one], alike[other] = other, one
        return alike

    @property
    def head(self) -> Ints:
        """Return the first member of everybody's household."""
        result: Ints = self.first[self.household]
        return result


def draw_families(streams: Streams, profile: Profile, people: int) -> Families:
    """Draw that many people."""
    rng = streams.rng("families")
    families = _live_together(rng, people)
    _register_births(streams.rng("families.births"), families, profile)
    shares_name = families.is_child & chance(rng, people, 0.90)
    shares_name |= families.is_partner & chance(rng, people, 0.62)
    twin = _twins(rng, families, profile)
    son, father = _juniors(rng, families, profile, np.union1d(twin, twin - 1))
    families.generation = np.zeros(people, np.int64)
    families.generation[father], families.generation[son] = 1, 2
    families.forename = draw_forenames(rng, families.background, families.sex)
    couple = _one_given_name(streams.rng("families.couples"), families, profile)
    family_name = draw_surnames(rng, families.background)
    titled = np.isin(families.background, code("british")) & chance(rng, people, profile.title_surnames)
    family_name[titled] = pools()["british", "title_surname"].draw(rng, int(titled.sum()))
    family_name = np.where(shares_name, family_name[families.head], family_name)
    family_name[twin] = family_name[twin - 1]
    family_name[son] = family_name[father]
    _similar_twins(streams, families, twin, profile)
    families.forename[son] = families.forename[father]
    families.forename, families.middle, families.surname = personal_names(
        rng, families.background, families.sex, families.forename, family_name
    )
    _agree_on_names(families, shares_name)
    single = (families.middle, families.surname)
    without_family_name(streams.rng("families.single"), families.background, profile.single_names, single)
    older, younger = _siblings(families, son)
    names = (families.forename, families.middle)
    shared = share_first_forenames(streams.rng("families.siblings"), profile.shared_forename, older, younger, names)
    older = older[np.isin(younger, shared)]
    same_day = families.birth_day[older] == families.birth_day[shared]
    families.middle[son] = np.where(chance(rng, len(son), 0.3), families.middle[father], families.middle[son])
    for values in (families.forename, families.surname):
        values[son] = values[father]
    # Twins are never called the same: the second one goes by the middle name.
    same = twin[(families.forename[twin] == families.forename[twin - 1]) & (families.middle[twin] != "")]
    same = np.setdiff1d(same, np.union1d(older, shared))
    families.forename[same], families.middle[same] = families.middle[same], ""
    apart = twin[families.forename[twin] != families.forename[twin - 1]]
    families.planted = {
        "twins": _pairs(apart - 1, apart),
        "twins of one first forename": _pairs(older[same_day], shared[same_day]),
        "siblings of one first forename": _pairs(older[~same_day], shared[~same_day]),
        "couple of one given name": _pairs(families.head[couple], couple),
        "junior": _pairs(father, son),
    }
    _plant_namesakes(streams.rng("families.namesakes"), families, profile)
    families.planted[BY_CUSTOM] = _relatives_of_one_forename(families)
    return families


def _register_births(rng: np.random.Generator, families: Families, profile: Profile) -> None:
    """Let the births of some communities be registered on 1 January; changes the birth days in place."""
    by_background = np.array([FIRST_JANUARY.get(name, 0.0) for name in BACKGROUNDS]) * profile.first_january
    grown = families.birth_day < BIRTH_BASE - GROWN
    rate = by_background[families.background] * np.where(grown, 1.0, OF_CHILDREN)
    rows = np.flatnonzero(chance(rng, len(rate), rate))
    year = families.birth_day[rows].astype("datetime64[D]").astype("datetime64[Y]")
    families.birth_day[rows] = year.astype("datetime64[D]").astype(np.int64)


def _one_given_name(rng: np.random.Generator, families: Families, profile: Profile) -> Ints:
    """Give the two of some couples one given name; return the partners. Sikh given names are both men's and women's."""
    people, head = len(families.sex), families.head
    couple = families.is_partner & (families.sex != families.sex[head])
    sikh = np.isin(families.background, code("sikh"))
    both = set(pools()["sikh", "male"].names.tolist()) & set(pools()["sikh", "female"].names.tolist())
    either = np.isin(families.forename, list(both))
    named = couple & sikh & either[head] & chance(rng, people, profile.one_given_name)
    families.forename[named] = families.forename[head[named]]
    british = np.isin(families.background, code("british", "irish"))
    rows = np.flatnonzero(couple & british & chance(rng, people, profile.one_given_name / 10))
    given = pools()["british", "unisex"].draw(rng, len(rows))
    families.forename[rows] = families.forename[head[rows]] = given
    return np.concatenate([np.flatnonzero(named), rows])


def _siblings(families: Families, sons: Ints) -> tuple[Ints, Ints]:
    """Return the children of one sex of a household, each with the next; without the sons of their father's name."""
    child = np.setdiff1d(np.flatnonzero(families.is_child), sons)
    child = child[np.lexsort((child, families.sex[child], families.household[child]))]
    one, other = child[:-1], child[1:]
    fits = (families.household[one] == families.household[other]) & (families.sex[one] == families.sex[other])
    return one[fits], other[fits]


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
    age = np.where(is_child, np.maximum(age[head] - rng.uniform(17, 36, people), rng.uniform(0.05, 4, people)), age)
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
    twin = twin[~np.isin(twin - 1, twin)]  # no triplets
    families.birth_day[twin] = families.birth_day[twin - 1]
    alike = twin[chance(rng, len(twin), 0.66)]
    families.sex[alike] = families.sex[alike - 1]
    return twin


def _juniors(rng: np.random.Generator, families: Families, profile: Profile, twins: Ints) -> tuple[Ints, Ints]:
    """Choose sons named after their father, one a father and no twins; return both."""
    head, last = families.head, len(families.sex) - 1
    other = np.minimum(head + 1, last)
    has_other = (
        families.is_partner[other] & (families.sex[other] == MALE) & (families.household[other] == families.household)
    )
    father = np.where(families.sex[head] == MALE, head, np.where(has_other, other, -1))
    old_enough = families.birth_day < BIRTH_BASE - ON_RECORD_FROM
    son = np.flatnonzero(families.is_child & (families.sex == MALE) & (father >= 0) & old_enough)
    son = np.setdiff1d(son[chance(rng, len(son), profile.juniors)], twins)
    _, first = np.unique(father[son], return_index=True)
    return son[first], father[son[first]]


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
    own_names = np.isin(families.background, code("pakistani", "bangladeshi"))
    same_sex = families.sex == families.sex[families.head]
    adopt = np.flatnonzero(shares_name & ~(own_names & (families.sex == FEMALE)) & same_sex)
    families.surname[adopt] = families.surname[families.head[adopt]]


def _relatives_of_one_forename(families: Families) -> list[tuple[int, int]]:
    """Return those of a household who have one forename and surname by custom or chance and are not planted otherwise.

    A father Mohammed Imran Khan and his son Mohammed Bilal Khan are both typed Mohammed Khan now and then.
    """
    names = [f"{h} {f} {s}" for h, f, s in zip(families.household, families.forename, families.surname, strict=True)]
    _, group = np.unique(np.array(names), return_inverse=True)
    order = np.argsort(group, kind="stable")
    one, other = order[:-1], order[1:]
    alike = group[one] == group[other]
    planted = {pair for pairs in families.planted.values() for pair in pairs}
    found = _pairs(one[alike], other[alike])
    return [pair for pair in found if pair not in planted and pair[::-1] not in planted]


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
    families.generation[receiver] = 0
    middle = families.middle
    middle[receiver] = np.where(chance(rng, len(receiver), 0.3), middle[giver], "")
    near = chance(rng, len(receiver), profile.near_namesakes)
    shifted = np.minimum(families.birth_day[giver] + SHIFTS[rng.integers(0, len(SHIFTS), len(giver))], BIRTH_BASE - 30)
    families.birth_day[receiver] = np.where(near, shifted, families.birth_day[receiver])
    families.planted["namesake"] = _pairs(giver[~near], receiver[~near])
    families.planted["near namesake"] = _pairs(giver[near], receiver[near])
