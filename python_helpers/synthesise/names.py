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

from python_helpers.synthesise.randomness import Flags, Floats, Ints, Texts, chance, pick

DATA = Path(__file__).parent / "data"

# Shares of the population by background: about the last census' for the West Midlands conurbation, rounded.
BACKGROUNDS: dict[str, float] = {
    "british": 0.545, "irish": 0.03, "caribbean": 0.05, "pakistani": 0.125, "bangladeshi": 0.03, "sikh": 0.05,
    "hindu": 0.035, "arabic": 0.025, "somali": 0.01, "polish": 0.025, "romanian": 0.018, "african": 0.04,
    "chinese": 0.01, "roma": 0.005, "portuguese": 0.007, "italian": 0.005,
}  # fmt: skip

# faker locales whose lists are the tails: (first names, surnames)
TAILS: dict[str, tuple[str, str]] = {
    "british": ("en_GB", "en_GB"), "irish": ("en_IE", "en_IE"), "caribbean": ("en_GB", "en_US"), "pakistani": ("", ""),
    "bangladeshi": ("", ""), "sikh": ("", ""), "hindu": ("en_IN", "en_IN"), "arabic": ("", ""), "somali": ("", ""),
    "polish": ("pl_PL", "pl_PL"), "romanian": ("ro_RO", "ro_RO"), "african": ("yo_NG", "tw_GH"), "chinese": ("", ""),
    "roma": ("sk_SK", "sk_SK"), "portuguese": ("pt_PT", "pt_PT"), "italian": ("it_IT", "it_IT"),
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


def _zipf(names: list[str], exponent: float = 0.95, shift: float = 4.0) -> Pool:
    unique = list(dict.fromkeys(names))
    weights: Floats = 1.0 / (np.arange(len(unique), dtype=np.float64) + shift) ** exponent
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


@cache
def pools() -> dict[tuple[str, str], Pool]:
    """Return the pool of every background and part (male, female, surname, female_surname)."""
    listed = _listed()
    result: dict[tuple[str, str], Pool] = {}
    borrowed = {"portuguese": "", "italian": "", "caribbean": "british", "irish": "british"}
    for background in BACKGROUNDS:
        first_locale, last_locale = TAILS[background]
        surname_tail = _faker(last_locale, "last_names", "unisex_last_names", "last_names_male")
        if background == "british":
            heads, tails = listed["british", "surname_head"], listed["british", "surname_tail"]
            compounds = [head + tail for head in heads for tail in tails if head[-1] != tail[0]]
            order = np.random.Generator(np.random.PCG64(11)).permutation(len(compounds))
            surname_tail = surname_tail + [compounds[i] for i in order]
        if background == "pakistani":
            surname_tail = _faker("en_PK", "last_names")
        if background == "caribbean":
            surname_tail = surname_tail[:120]
        surnames = [_particles(n) for n in listed.get((background, "surname"), [])] + surname_tail
        result[background, "surname"] = _zipf(surnames, 0.9 if background == "british" else 1.0)
        female = listed.get((background, "female_surname"))
        if female:
            result[background, "female_surname"] = _zipf(female, 1.1, 2.0)
        for part in ("male", "female"):
            names = listed.get((background, part), []) + listed.get((borrowed.get(background, ""), part), [])[:40]
            result[background, part] = _zipf(names + _faker(first_locale, f"first_names_{part}", "first_names"), 0.85)
    result["hindu", "male"] = _zipf(_faker("en_IN", "first_names_male"), 0.7)
    result["hindu", "female"] = _zipf(_faker("en_IN", "first_names_female"), 0.7)
    return result


def draw_backgrounds(rng: np.random.Generator, size: int) -> Ints:
    """Draw the background (position in BACKGROUNDS) of each household."""
    return pick(rng, np.array(list(BACKGROUNDS.values())), size)


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


def personal_names(
    rng: np.random.Generator, background: Ints, sex: Ints, forename: Texts, family: Texts
) -> tuple[Texts, Texts, Texts]:
    """Turn a forename and a family name into forename, middle names and surname as a background writes them.

    Muslim South Asian men often carry Mohammed first, women Begum or Bibi in the place of a surname, Sikhs Singh or
    Kaur as a middle name or as the surname, Polish and Slovak women the feminine form.
    """
    size = len(forename)
    middle = np.full(size, "", dtype=object)
    surname = family.copy()
    given = forename.copy()
    code = {name: number for number, name in enumerate(BACKGROUNDS)}

    def members(*names: str, sex_is: int | None = None, share: float = 1.0) -> Ints:
        chosen: Flags = np.isin(background, [code[name] for name in names]) & (rng.random(size) < share)
        if sex_is is not None:
            chosen &= sex == sex_is
        return np.flatnonzero(chosen)

    with_middle = members("british", "irish", "caribbean", "portuguese", "italian", "african", share=0.62)
    middle[with_middle] = draw_forenames(rng, background[with_middle], sex[with_middle])
    other_middle = members("polish", "romanian", "hindu", "roma", share=0.2)
    middle[other_middle] = draw_forenames(rng, background[other_middle], sex[other_middle])

    first = members("pakistani", "bangladeshi", "somali", "arabic", sex_is=MALE, share=0.30)
    spelling = np.array(["Mohammed", "Mohammad", "Muhammad", "Mohamed", "Md"], dtype=object)
    middle[first] = given[first]
    given[first] = spelling[pick(rng, np.array([5.0, 2.5, 2.5, 1.0, 0.6]), len(first))]

    for name, share in (("pakistani", 0.5), ("bangladeshi", 0.75)):
        women = members(name, sex_is=FEMALE, share=share)
        surname[women] = pools()[name, "female_surname"].draw(rng, len(women))

    for word, which in (("Singh", MALE), ("Kaur", FEMALE)):
        all_sikh = members("sikh", sex_is=which)
        as_surname = rng.random(len(all_sikh)) < 0.55
        surname[all_sikh[as_surname]] = word
        middle[all_sikh[~as_surname]] = word

    for feminine in members("polish", "roma", sex_is=FEMALE):
        name = str(surname[feminine])
        if name.endswith(("ski", "cki", "dzki")):
            surname[feminine] = name[:-1] + "a"
    return given, middle, surname


@cache
def variants() -> dict[str, dict[str, list[str]]]:
    """Return the other forms of a name: {'nickname': {'ROBERT': ['Bob', ...]}, 'transliteration': {...}}."""
    result: dict[str, dict[str, list[str]]] = {"nickname": {}, "transliteration": {}}
    with (DATA / "variants.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            forms = [form.title() for form in row["variants"].split()]
            result[row["kind"]].setdefault(row["canonical"], []).extend(forms)
    return result


HONORIFICS = {"Begum", "Bibi", "Kaur", "Singh", "Mohammed", "Mohammad", "Muhammad", "Mohamed", "Md", "Khatun"}
