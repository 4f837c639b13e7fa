"""How communities make names of a given name and a family name: what stands first, what is shared, which form."""

from __future__ import annotations

import numpy as np

from python_helpers.synthesise.names import BACKGROUNDS, FEMALE, MALE, draw_forenames, pools
from python_helpers.synthesise.randomness import Flags, Ints, Texts, chance, pick

# Share of Muslim men with Mohammed before the name in use, as an honorific (Guide to Names and Naming Practices, 2006).
# No source gives the share; range 0.25 to 0.45 for South Asian men, 0.1 to 0.3 for others.
MOHAMMED_FIRST = {"pakistani": 0.38, "bangladeshi": 0.42, "somali": 0.25, "arabic": 0.18, "afghan": 0.25}
SPELLINGS = {"Mohammed": 5.0, "Mohammad": 2.0, "Muhammad": 2.5, "Mohamed": 0.8, "Md": 0.5}
SYEDA_FIRST = 0.05  # of Pakistani women; range 0.02 to 0.08
COMPOUND_FIRST = {"portuguese": 0.30, "spanish": 0.30, "african": 0.05}  # Maria Fernanda, Jean-Claude
FEMALE_SURNAMES = {"pakistani": 0.5, "bangladeshi": 0.75}  # Bibi, Begum, Khatun in the place of a family name
SINGH_OR_KAUR_ONLY = 0.55  # of Sikhs; the others carry it between given name and family name
VIETNAMESE_MIDDLES = ("Van", "Duc", "Quoc", "Thi", "Kim", "Ngoc")
FAMILY_NAME_FIRST = ("chinese", "vietnamese")
FEMININE_FORMS = {"polish": "a", "bulgarian": "a", "ukrainian": "a", "roma": "ova"}

# Forenames after which the second one says who it is.
SECOND_NAME_GIVEN = 0.70  # of occasions on which the second one is given then; elsewhere 0.20
FIRST_WORDS = {*SPELLINGS, "Syeda", "Maria", "María", "Ana", "José", "João", "Juan"}


def code(*names: str) -> list[int]:
    """Return the numbers of backgrounds."""
    return [list(BACKGROUNDS).index(name) for name in names]


def personal_names(
    rng: np.random.Generator, background: Ints, sex: Ints, forename: Texts, family: Texts
) -> tuple[Texts, Texts, Texts]:
    """Turn a given name and a family name into forename, middle names and surname as a background writes them."""
    size = len(forename)
    given, middle, surname = forename.copy(), np.full(size, "", dtype=object), family.copy()

    def members(*names: str, sex_is: int | None = None, share: float = 1.0) -> Ints:
        chosen: Flags = np.isin(background, code(*names)) & (rng.random(size) < share)
        if sex_is is not None:
            chosen &= sex == sex_is
        return np.flatnonzero(chosen)

    with_middle = members("british", "irish", "caribbean", "italian", "african", share=0.62)
    middle[with_middle] = draw_forenames(rng, background[with_middle], sex[with_middle])
    other_middle = members("polish", "romanian", "hindu", "roma", "ukrainian", share=0.2)
    middle[other_middle] = draw_forenames(rng, background[other_middle], sex[other_middle])

    for name, share in MOHAMMED_FIRST.items():
        men = members(name, sex_is=MALE, share=share)
        middle[men] = given[men]
        given[men] = _spelled(rng, len(men))
    women = members("pakistani", sex_is=FEMALE, share=SYEDA_FIRST)
    middle[women], given[women] = given[women], "Syeda"
    for name, share in COMPOUND_FIRST.items():
        for which, word in ((MALE, "male"), (FEMALE, "female")):
            rows = members(name, sex_is=which, share=share)
            first = pools()[name, f"compound_{word}"].draw(rng, len(rows))
            second = pools()[name, f"second_{word}"].draw(rng, len(rows))
            given[rows], middle[rows] = _compound(name, first, second)
    for which, words in ((MALE, VIETNAMESE_MIDDLES[:3]), (FEMALE, VIETNAMESE_MIDDLES[3:])):
        rows = members("vietnamese", sex_is=which, share=0.85)
        middle[rows] = np.array(words, dtype=object)[rng.integers(0, 3, len(rows))]

    for name, share in FEMALE_SURNAMES.items():
        women = members(name, sex_is=FEMALE, share=share)
        surname[women] = pools()[name, "female_surname"].draw(rng, len(women))
    double = members("spanish", share=0.8)
    surname[double] = surname[double] + " " + pools()["spanish", "surname"].draw(rng, len(double))
    for word, which in (("Singh", MALE), ("Kaur", FEMALE)):
        all_sikh = members("sikh", sex_is=which)
        as_surname = rng.random(len(all_sikh)) < SINGH_OR_KAUR_ONLY
        surname[all_sikh[as_surname]] = word
        middle[all_sikh[~as_surname]] = word
    for row in members(*FEMININE_FORMS, sex_is=FEMALE):
        surname[row] = feminine(str(surname[row]), list(BACKGROUNDS)[background[row]])
    return given, middle, surname


def middle_share(forename: str, middle: str) -> float:
    """Return how often a middle name is given with a forename: where the first says little, mostly."""
    says_little = forename in FIRST_WORDS or middle in VIETNAMESE_MIDDLES
    return SECOND_NAME_GIVEN if says_little else 0.20


def without_family_name(rng: np.random.Generator, background: Ints, share: float, names: tuple[Texts, Texts]) -> None:
    """Leave some Afghans the one name that they have; changes middle names and surnames in place."""
    rows = np.flatnonzero(np.isin(background, code("afghan")) & chance(rng, len(background), share))
    for values in names:
        values[rows] = ""


def _spelled(rng: np.random.Generator, size: int) -> Texts:
    spellings: Texts = np.array(list(SPELLINGS), dtype=object)
    chosen: Texts = spellings[pick(rng, np.array(list(SPELLINGS.values())), size)]
    return chosen


def _compound(background: str, first: Texts, second: Texts) -> tuple[Texts, Texts]:
    """Return forename and middle name: one word with a hyphen in French, two elsewhere."""
    if background == "african":
        return first + "-" + second, np.full(len(first), "", dtype=object)
    return first, second


def feminine(surname: str, background: str) -> str:
    """Return a woman's form of a Slavic family name; the name itself where there is none."""
    if background == "polish":
        return surname[:-1] + "a" if surname.endswith(("ski", "cki", "dzki")) else surname
    if background == "roma":
        return surname if surname.endswith("á") else surname.removesuffix("ý") + "ová"
    return surname + "a" if surname.endswith(("ov", "ev", "in")) else surname


def share_first_forenames(
    rng: np.random.Generator, share: float, older: Ints, younger: Ints, names: tuple[Texts, Texts]
) -> Ints:
    """Give some younger siblings the first forename of the older one; their own name follows it. Return them.

    Only where the older one's first forename is of those after which another says who it is: Mohammed Bilal and
    Mohammed Hamza, Syeda Fatima and Syeda Zahra, Maria Fernanda and Maria Eduarda, Marie-Claire and Marie-Louise.
    """
    forename, middle = names
    taken = chance(rng, len(older), share)
    shared: list[int] = []
    for one, other, takes in zip(older.tolist(), younger.tolist(), taken.tolist(), strict=True):
        first, hyphen, second = str(forename[one]).partition("-")
        if not takes or not (hyphen or (first in FIRST_WORDS and middle[one])):
            continue
        # The younger one's own name, without a first forename of another kind.
        own_first, _, own_second = str(forename[other]).partition("-")
        own = own_second or (str(middle[other]) if own_first in FIRST_WORDS else own_first)
        if not own or own in {first, second, str(middle[one])}:
            continue
        forename[other], middle[other] = (f"{first}-{own}", "") if hyphen else (first, own)
        shared.append(other)
    return np.array(shared, np.int64)
