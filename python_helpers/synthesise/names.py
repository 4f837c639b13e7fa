"""Names with realistic frequencies: a few very common, most of them rare, by background.

The common ones are listed in data/names.csv, the long tails come from the lists of `faker` (MIT) and, for British
surnames, from place-like compounds: rare names are where a linker has it easy and common ones where it has it hard.
"""

from __future__ import annotations

import csv
import importlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from python_helpers.synthesise.randomness import Floats, Ints, Texts, chance, pick

DATA = Path(__file__).parent / "data"

# Shares of the population by background: about the last census' for the West Midlands conurbation, rounded.
BACKGROUNDS: dict[str, float] = {
    "british": 0.525, "irish": 0.03, "caribbean": 0.05, "pakistani": 0.125, "bangladeshi": 0.03, "sikh": 0.05,
    "hindu": 0.035, "arabic": 0.025, "somali": 0.01, "polish": 0.025, "romanian": 0.018, "african": 0.04,
    "chinese": 0.01, "roma": 0.005, "portuguese": 0.007, "italian": 0.005, "bulgarian": 0.004, "ukrainian": 0.003,
    "vietnamese": 0.004, "spanish": 0.003, "afghan": 0.006,
}  # fmt: skip

# What the truth calls the origin of a name: backgrounds together that a linker meets in the same way.
ORIGINS: dict[str, tuple[str, ...]] = {
    "English": ("british", "irish", "caribbean"),
    "South Asian": ("pakistani", "bangladeshi"),
    "Sikh": ("sikh",),
    "Hindu": ("hindu",),
    "Middle Eastern and Somali": ("arabic", "somali", "afghan"),
    "Polish": ("polish",),
    "other Eastern European": ("romanian", "roma", "bulgarian", "ukrainian"),
    "African": ("african",),
    "East Asian": ("chinese", "vietnamese"),
    "Southern European": ("portuguese", "italian", "spanish"),
}

# faker locales whose lists are the tails: (first names, surnames)
TAILS: dict[str, tuple[str, str]] = {
    "british": ("en_GB", "en_GB"), "irish": ("en_IE", "en_IE"), "caribbean": ("en_GB", "en_US"), "pakistani": ("", ""),
    "bangladeshi": ("", ""), "sikh": ("", ""), "hindu": ("en_IN", "en_IN"), "arabic": ("", ""), "somali": ("", ""),
    "polish": ("pl_PL", "pl_PL"), "romanian": ("ro_RO", "ro_RO"), "african": ("yo_NG", "tw_GH"), "chinese": ("", ""),
    "roma": ("sk_SK", "sk_SK"), "portuguese": ("pt_PT", "pt_PT"), "italian": ("it_IT", "it_IT"),
}  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """How concentrated names are: the k-th commonest of `size` weighs 1 / (k + shift) ** exponent."""

    exponent: float
    shift: float
    size: int


# Surnames in England and Wales: 1.2 to 1.4% Smith, 6.5% the ten commonest (electoral register 1996, deaths 1984-97);
# elsewhere a handful is borne by a third of a community (Nguyen, Tran and Le by 58% of Vietnamese; Khan, Hussain,
# Ahmed and Ali; Singh and Kaur come on top). A tenth of a force-year has a tenth of a force's people and so of its
# namesakes: the tails are cut so that a world of that size meets about as many as a force does.
SURNAMES = Shape(1.2, 1.0, 25)
FORENAMES = Shape(1.1, 1.5, 30)
SHAPES: dict[tuple[str, str], Shape] = {
    ("british", "surname"): Shape(1.0, 4.0, 700), ("british", "forename"): Shape(1.0, 4.0, 100),
    ("irish", "surname"): Shape(1.0, 3.0, 120), ("irish", "forename"): Shape(1.0, 4.0, 60),
    ("caribbean", "surname"): Shape(1.0, 3.0, 80), ("caribbean", "forename"): Shape(1.0, 4.0, 60),
    ("vietnamese", "surname"): Shape(1.5, 0.6, 17),
    ("hindu", "surname"): Shape(1.3, 1.0, 40), ("african", "surname"): Shape(1.0, 2.0, 50),
    ("african", "forename"): Shape(1.0, 2.0, 50), ("hindu", "forename"): Shape(1.0, 3.0, 60),
    ("polish", "surname"): Shape(1.0, 2.0, 60), ("romanian", "surname"): Shape(0.95, 2.0, 120),
    ("roma", "surname"): Shape(0.95, 2.0, 120), ("italian", "surname"): Shape(0.9, 4.0, 200),
}  # fmt: skip

MALE, FEMALE = 0, 1


@dataclass(frozen=True)
class Pool:
    """Names and their weights, commonest first."""

    names: Texts
    weights: Floats

    def draw(self, rng: np.random.Generator, size: int) -> Texts:
        """Draw names by weight."""
        drawn: Texts = self.names[pick(rng, self.weights, size)]
        return drawn


def _shaped(names: list[str], shape: Shape) -> Pool:
    unique = list(dict.fromkeys(names))[: shape.size]
    weights: Floats = 1.0 / (np.arange(len(unique), dtype=np.float64) + shape.shift) ** shape.exponent
    return Pool(np.array(unique, dtype=object), weights)


def _faker(locale: str, *attributes: str) -> list[str]:
    """Return one of faker's lists, commonest first where it has weights; only names in Latin letters."""
    if not locale:
        return []
    provider: Any = importlib.import_module(f"faker.providers.person.{locale}").Provider
    for attribute in attributes:
        values = getattr(provider, attribute, None)
        if values is not None and len(values) > 1:
            if isinstance(values, dict):
                names = sorted(values, key=lambda name: (-values[name], name))
            else:
                names = sorted(set(values))
                # Lists without weights are alphabetical: shuffle them by a fixed draw so that A is not the commonest.
                names = [names[i] for i in np.random.Generator(np.random.PCG64(7)).permutation(len(names))]
            return [name for name in names if all(ord(c) < 0x250 for c in name)]
    return []


@cache
def _listed() -> dict[tuple[str, str], list[str]]:
    with (DATA / "names.csv").open(encoding="utf-8", newline="") as file:
        return {(row["background"], row["part"]): row["names"].split() for row in csv.DictReader(file)}


def _particles(name: str) -> str:
    """Return 'de Sousa' for 'de-Sousa': the list separates names by spaces."""
    return name.replace("-", " ") if name[:3] in {"da-", "de-", "do-", "dos"} else name


def british_surnames() -> list[str]:
    """Return thousands of British surnames, commonest first; streets and houses are named after them, too."""
    heads, tails = _listed()["british", "surname_head"], _listed()["british", "surname_tail"]
    compounds = [head + tail for head in heads for tail in tails if head[-1] != tail[0]]
    order = np.random.Generator(np.random.PCG64(11)).permutation(len(compounds))
    listed = _listed()["british", "surname"] + _faker("en_GB", "last_names", "unisex_last_names", "last_names_male")
    return list(dict.fromkeys(listed + [compounds[i] for i in order]))


def _surnames(background: str) -> list[str]:
    if background == "british":
        return british_surnames()
    locale = TAILS.get(background, ("", ""))[1]
    tail = _faker(locale, "last_names", "unisex_last_names", "last_names_male")
    if background == "pakistani":
        tail = _faker("en_PK", "last_names")
    return [_particles(name) for name in _listed().get((background, "surname"), [])] + tail


@cache
def pools() -> dict[tuple[str, str], Pool]:
    """Return the pool of every background and part (male, female, surname, and what only some of them have)."""
    listed = _listed()
    result: dict[tuple[str, str], Pool] = {}
    borrowed = {"portuguese": "", "italian": "", "caribbean": "british", "irish": "british"}
    for background in BACKGROUNDS:
        result[background, "surname"] = _shaped(_surnames(background), SHAPES.get((background, "surname"), SURNAMES))
        shape = SHAPES.get((background, "forename"), FORENAMES)
        locale = TAILS.get(background, ("", ""))[0]
        for part in ("male", "female"):
            names = listed.get((background, part), []) + listed.get((borrowed.get(background, ""), part), [])[:40]
            result[background, part] = _shaped(names + _faker(locale, f"first_names_{part}", "first_names"), shape)
        for part in ("female_surname", "title_surname", "unisex"):
            if (background, part) in listed:
                result[background, part] = _shaped(listed[background, part], SURNAMES)
        for part in ("compound_male", "compound_female", "second_male", "second_female"):
            if (background, part) in listed:
                result[background, part] = _shaped(listed[background, part], Shape(0.7, 1.0, 20))
    return result


def draw_backgrounds(rng: np.random.Generator, size: int) -> Ints:
    """Draw the background (position in BACKGROUNDS) of each household."""
    return pick(rng, np.array(list(BACKGROUNDS.values())), size)


def origins(background: Ints) -> Texts:
    """Return the origin of each background's names, in the words of ORIGINS."""
    of_background = {name: origin for origin, names in ORIGINS.items() for name in names}
    result: Texts = np.array([of_background[name] for name in BACKGROUNDS], dtype=object)[background]
    return result


def draw_forenames(rng: np.random.Generator, background: Ints, sex: Ints) -> Texts:
    """Draw a forename each."""
    forenames = np.empty(len(background), dtype=object)
    for number, name in enumerate(BACKGROUNDS):
        for part, code in (("male", MALE), ("female", FEMALE)):
            members = np.flatnonzero((background == number) & (sex == code))
            forenames[members] = pools()[name, part].draw(rng, len(members))
    return forenames


def draw_surnames(rng: np.random.Generator, background: Ints) -> Texts:
    """Draw a family name each; one in sixty British and Irish ones is hyphenated."""
    surnames = np.empty(len(background), dtype=object)
    for number, name in enumerate(BACKGROUNDS):
        members = np.flatnonzero(background == number)
        drawn = pools()[name, "surname"].draw(rng, len(members))
        if name in {"british", "irish", "caribbean"}:
            doubled = np.flatnonzero(chance(rng, len(members), 1 / 60))
            drawn[doubled] += "-" + pools()[name, "surname"].draw(rng, len(doubled))
        surnames[members] = drawn
    return surnames


@cache
def variants() -> dict[str, dict[str, list[str]]]:
    """Return the other forms of a name: {'nickname': {'ROBERT': ['Bob', ...]}, 'transliteration': {...}}."""
    result: dict[str, dict[str, list[str]]] = {"nickname": {}, "transliteration": {}}
    with (DATA / "variants.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            forms = [form.title() for form in row["variants"].split()]
            result[row["kind"]].setdefault(row["canonical"], []).extend(forms)
    return result
