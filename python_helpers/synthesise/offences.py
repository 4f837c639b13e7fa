"""Offences with the frequencies of the force's recorded crime in 2024/25.

Sources: data/offence_codes.csv (ONS crime-offence hierarchy) and data/crime_volumes.csv (Home Office open data, OGL),
each with its source column. Within a subgroup the published figures give no split: a handful of everyday offences get
most of it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from python_helpers.synthesise.randomness import Flags, Floats, Texts

DATA = Path(__file__).parent / "data"

EVERYDAY = {
    "8L": 30, "8Q": 12, "105A": 60, "3B": 10, "8N": 60, "5D": 3, "5E": 2, "8S": 3, "104": 6, "20A": 12, "19C": 10,
    "28E": 20, "30C": 10, "45": 20, "48": 15, "126": 4, "49": 20, "49A": 5, "40": 4, "58C": 15, "58A": 8, "58D": 12,
    "56B": 5, "92D": 4, "92E": 12, "10D": 10, "9A": 30, "34B": 10, "79": 4, "54": 4, "83": 2, "17A": 2, "22B": 4,
    "88A": 4, "88E": 6, "19D": 3,
}  # fmt: skip

# The force's published categories and the subgroups of the hierarchy (England and Wales' split within the first).
CATEGORIES: dict[str, tuple[str, ...]] = {
    "Public order": ("Public order offences",),
    "Criminal damage and arson": ("Criminal damage", "Arson"),
    "Other theft": ("Other theft offences",),
    "Vehicle crime": ("Vehicle offences",),
    "Burglary": ("Domestic burglary", "Non-domestic burglary"),
    "Drugs": ("Possession of drugs", "Trafficking of drugs"),
    "Robbery": ("Robbery",),
    "Possession of weapons": ("Possession of weapons offences",),
    "Other crime": ("Miscellaneous crimes against society",),
}
VIOLENCE: dict[str, str] = {
    "Homicide": "Homicide",
    "Violence with injury": "Violence with injury",
    "Violence without injury": "Violence without injury",
    "Stalking and harassment": "Stalking and harassment",
    "Rape offences": "Rape",
    "Other sexual offences": "Other sexual offences",
}
SINGLE = {"Shoplifting": "46", "Theft from the person": "39", "Bicycle theft": "44"}
WITHOUT_PERSON_VICTIM = {
    "Possession of drugs", "Trafficking of drugs", "Possession of weapons offences", "Non-domestic burglary",
    "Miscellaneous crimes against society",
}  # fmt: skip


@dataclass(frozen=True)
class Offences:
    """Offence codes, commonest or not, with what a generator needs to know of them."""

    code: Texts
    description: Texts
    weights: Floats
    is_violent: Flags
    has_person_victim: Flags


def load_offences() -> Offences:
    """Read the two files and spread the published volumes over the codes."""
    with (DATA / "offence_codes.csv").open(encoding="utf-8", newline="") as file:
        offences = list(csv.DictReader(file))
    volumes: dict[tuple[str, str], float] = {}
    with (DATA / "crime_volumes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            volumes[row["area"], row["category"]] = float(row["count_2024_25"])
    force, country = "West Midlands Police", "England and Wales"
    by_subgroup: dict[str, float] = {}
    national = sum(volumes[country, name] for name in VIOLENCE)
    for name, subgroup in VIOLENCE.items():
        by_subgroup[subgroup] = volumes[force, "Violence and sexual offences"] * volumes[country, name] / national
    for category, subgroups in CATEGORIES.items():
        shares = {"Criminal damage": 0.95, "Arson": 0.05, "Domestic burglary": 0.68, "Non-domestic burglary": 0.32}
        shares |= {"Possession of drugs": 0.67, "Trafficking of drugs": 0.33}
        for subgroup in subgroups:
            by_subgroup[subgroup] = volumes[force, category] * shares.get(subgroup, 1.0)
    within: dict[str, float] = {}
    for row in offences:
        subgroup = row["offence_subgroup"]
        within[subgroup] = within.get(subgroup, 0.0) + EVERYDAY.get(row["ho_offence_code"], 0.5)
    weights = [
        by_subgroup.get(row["offence_subgroup"], 0.0)
        * EVERYDAY.get(row["ho_offence_code"], 0.5)
        / within[row["offence_subgroup"]]
        for row in offences
    ]
    codes = [row["ho_offence_code"] for row in offences]
    for category, code in SINGLE.items():
        weights[codes.index(code)] = volumes[force, category]
    violent = {"Violence with injury", "Violence without injury", "Stalking and harassment"}
    return Offences(
        code=np.array(codes, dtype=object),
        description=np.array([row["offence"] for row in offences], dtype=object),
        weights=np.array(weights),
        is_violent=np.array([row["offence_subgroup"] in violent for row in offences]),
        has_person_victim=np.array(
            [
                row["offence_subgroup"] not in WITHOUT_PERSON_VICTIM and row["ho_offence_code"] != "46"
                for row in offences
            ]
        ),
    )


OFFENCES = load_offences()
