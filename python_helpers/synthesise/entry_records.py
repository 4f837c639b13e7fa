"""What is typed of people in ControlWorks: free text, the least reliable identity of all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from python_helpers.synthesise import customs
from python_helpers.synthesise import typing_errors as typed
from python_helpers.synthesise.agencies import Agencies
from python_helpers.synthesise.clock import DAY
from python_helpers.synthesise.events import (
    CALLER,
    CALLER_FOR_OTHER,
    NOBODY,
    PARTNER_AGENCY,
    ROLES,
    SUBJECT,
    SUSPECT,
    VICTIM,
    WITNESS,
    Entries,
)
from python_helpers.synthesise.hearing import hear_names
from python_helpers.synthesise.nominals import Nominals
from python_helpers.synthesise.numbers import as_typed
from python_helpers.synthesise.people import World
from python_helpers.synthesise.randomness import Flags, Floats, Ints, Streams

# Share of entries that lack an item, by role, in an ordinary control room (the profile's `gaps` multiplies it).
GAPS: dict[str, dict[int, float]] = {
    "name": {CALLER: 0.09, CALLER_FOR_OTHER: 0.12, SUBJECT: 0.09, VICTIM: 0.05, SUSPECT: 0.15, WITNESS: 0.08},
    "dob": {CALLER: 0.60, CALLER_FOR_OTHER: 0.80, SUBJECT: 0.46, VICTIM: 0.38, SUSPECT: 0.52, WITNESS: 0.65},
    "phone": {CALLER: 0.30, CALLER_FOR_OTHER: 0.32, SUBJECT: 0.68, VICTIM: 0.42, SUSPECT: 0.85, WITNESS: 0.40},
    "address": {CALLER: 0.45, CALLER_FOR_OTHER: 0.55, SUBJECT: 0.42, VICTIM: 0.35, SUSPECT: 0.52, WITNESS: 0.55},
    "postcode": {CALLER: 0.50, CALLER_FOR_OTHER: 0.60, SUBJECT: 0.50, VICTIM: 0.40, SUSPECT: 0.60, WITNESS: 0.60},
}


class TypedEntries:
    """The personal columns of controlworks.people, '' for nothing, filled step by step."""

    def __init__(self, entries: Entries, chances: Floats) -> None:
        """Begin with empty columns; `chances` has 32 columns, the same for entries that repeat each other."""
        size = len(entries.case)
        self.entries = entries
        self.chances = chances
        self.at: Ints = entries.at[entries.source]
        self.role: Ints = entries.role[entries.source]
        self.full_name = [""] * size
        self.dob = [""] * size
        self.phone = [""] * size
        self.address_text = [""] * size
        self.postcode = [""] * size
        self.organisation = [""] * size
        self.nominal: Ints = np.full(size, NOBODY)  # record in Connect's index that the operator linked
        self.troubles = [""] * size

    def lacks(self, item: str, column: int, gaps: float) -> Flags:
        """Return which entries lack an item, by their role."""
        by_role = np.array([GAPS[item].get(code, 0.3) for code in range(len(ROLES))])
        lacking: Flags = self.chances[:, column] < np.minimum(by_role[self.role] * gaps, 0.97)
        return lacking


@dataclass(frozen=True)
class Typists:
    """Who types: operators of a world who can look into Connect's index."""

    streams: Streams
    world: World
    agencies: Agencies
    nominals: Nominals

    def type_entries(self, entries: Entries, quarter: int) -> TypedEntries:
        """Type a quarter's entries; one that repeats another is typed the same."""
        profile = self.world.profile
        # Drawn for the whole quarter, so that the same entry reads the same in an extract that holds a part of it.
        drawn = self.streams.rng("records.entries", quarter).random((int(entries.number.max(initial=-1)) + 1, 32))
        sheet = TypedEntries(entries, drawn[entries.number[entries.source]])
        chances, person = sheet.chances, entries.person
        real = np.flatnonzero(person >= 0)
        shy = np.zeros(len(person), bool)
        shy[real] = self.world.anonymous[person[real]]
        nothing = (chances[:, 0] < profile.nothing) | (shy & (chances[:, 0] < 0.6))
        alone = chances[:, 0] > 1 - profile.name_alone
        no_name = nothing | (sheet.lacks("name", 1, profile.gaps) & ~alone)
        no_dob = no_name | alone | sheet.lacks("dob", 2, profile.gaps)
        no_phone = nothing | alone | sheet.lacks("phone", 3, profile.gaps)
        no_address = alone | (nothing & (chances[:, 4] < 0.7)) | sheet.lacks("address", 4, profile.gaps)
        no_postcode = alone | (nothing & (chances[:, 4] < 0.7)) | sheet.lacks("postcode", 5, profile.gaps)

        self._names(sheet, real[~no_name[real]])
        for row in real[no_name[real]].tolist():
            if chances[row, 6] < 0.45:
                sheet.full_name[row] = _one_of(typed.NAME_PLACEHOLDERS, chances[row, 7])
            sheet.troubles[row] = "no name"
        self._dates(sheet, real[~no_dob[real]])
        self._numbers(sheet, real[~no_phone[real]])
        self._addresses(sheet, real[~no_address[real]], real[~no_postcode[real]])
        self._links(sheet, real[~(no_name | alone)[real]])
        self._agency_entries(sheet)
        for row in np.flatnonzero((person < 0) & (entries.agency < 0)).tolist():
            if chances[row, 6] < 0.7:
                sheet.full_name[row] = _one_of(typed.NAME_PLACEHOLDERS, chances[row, 7])
        return sheet

    def _names(self, sheet: TypedEntries, rows: Ints) -> None:
        profile, world = self.world.profile, self.world
        who = sheet.entries.person[rows]
        heard = hear_names(world, who, sheet.at[rows], sheet.chances[rows, 8:18])
        age = ((sheet.at[rows] // DAY - world.birth_day[who]) / 365.25).tolist()
        sex, generation = world.sex[who].tolist(), world.generation[who].tolist()
        family_first = np.isin(world.background[who], customs.code(*customs.FAMILY_NAME_FIRST)).tolist()
        for position, (row, draw) in enumerate(zip(rows.tolist(), sheet.chances[rows].tolist(), strict=True)):
            forename, middle, surname = heard.forename[position], heard.middle[position], heard.surname[position]
            if draw[18] < 0.88:
                forename, middle, surname = typed.plain(forename), typed.plain(middle), typed.plain(surname)
            if "-" in surname and draw[18] < 0.35:
                surname = surname.replace("-", " ")
            troubles = heard.troubles[position]
            kind = draw[6] - profile.placeholder
            if kind < 0:
                sheet.full_name[row] = _one_of(typed.NAME_PLACEHOLDERS, draw[7])
                sheet.troubles[row] = "placeholder"
                continue
            if kind < profile.one_name_only and surname:
                forename, surname = (forename, "") if draw[7] < 0.6 else ("", surname)
                troubles += "|one name"
            elif surname and kind < profile.one_name_only + profile.initial_only:
                forename, middle = forename[:1], ""
                troubles += "|initial"
            elif kind < profile.one_name_only + profile.initial_only + profile.swapped_order:
                forename, surname, middle = surname, forename, ""
                troubles += "|swapped"
            elif family_first[position] and draw[7] < profile.family_name_first:
                # As it is said: Nguyen Van Hung, Zhang Wei.
                forename, surname = surname, forename
                troubles += "|family name first"
            if draw[18] > 1 - profile.mojibake:
                forename, middle, surname = map(typed.mojibake, (forename, middle, surname))
            title = typed.title_of(sex[position], age[position], draw[19])
            share = customs.middle_share(heard.forename[position], middle)
            sheet.full_name[row] = typed.full_name(typed.Name(forename, middle, surname, title, share), *draw[20:22])
            if generation[position] and draw[5] * 97 % 1 < profile.suffix:
                sheet.full_name[row] = typed.suffixed(
                    sheet.full_name[row].strip(), generation[position], draw[4] * 89 % 1
                )
                troubles += "|generation"
            sheet.troubles[row] = troubles.strip("|")

    def _dates(self, sheet: TypedEntries, rows: Ints) -> None:
        profile = self.world.profile
        troubles = typed.DobTroubles(profile.dob_swapped, profile.dob_digit, profile.dob_first_january)
        days = self.world.birth_day[sheet.entries.person[rows]].tolist()
        today = (sheet.at[rows] // DAY).tolist()
        for position, (row, draw) in enumerate(zip(rows.tolist(), sheet.chances[rows].tolist(), strict=True)):
            if draw[22] > 1 - profile.placeholder:
                sheet.dob[row] = _one_of(typed.DOB_PLACEHOLDERS, draw[23])
            elif draw[22] > 1 - profile.placeholder - profile.dob_approximate:
                sheet.dob[row] = typed.approximate_dob(days[position], today[position], draw[23])
            else:
                day = typed.wrong_day(days[position], troubles, draw[22], draw[23])
                if day != days[position]:
                    sheet.troubles[row] += "|wrong dob"
                sheet.dob[row] = typed.typed_dob(day, draw[27])
                if draw[27] * 101 % 1 < profile.age_beside:
                    sheet.dob[row] = typed.with_age(sheet.dob[row], day, today[position])

    def _numbers(self, sheet: TypedEntries, rows: Ints) -> None:
        """Type numbers: a caller's mostly the one they ring on, a subject's own, or by mistake the caller's."""
        profile, chances = self.world.profile, sheet.chances[rows]
        person = sheet.entries.person[rows]
        own = self.world.number_of(person, sheet.at[rows])
        calling = np.isin(sheet.role[rows], [CALLER, CALLER_FOR_OTHER, VICTIM])
        given = sheet.entries.given_number[rows]
        number = np.where(calling & (given > 0) & (chances[:, 28] < 0.88), given, own)
        callers = ~calling & (given > 0) & (chances[:, 28] < profile.whose_number)
        number = np.where(callers, given, number)
        for row in rows[callers & (own != given)].tolist():
            sheet.troubles[row] += "|number of the caller"
        strange = chances[:, 28] * 1009 % 1 < profile.strangers_number
        stranger = (chances[:, 30] * self.world.size).astype(np.int64)
        theirs = self.world.number_of(stranger, sheet.at[rows])
        number = np.where(strange & (theirs > 0), theirs, number)
        for row in rows[strange & (theirs > 0) & (stranger != person)].tolist():
            sheet.troubles[row] += "|number of a stranger"
        second = np.where(self.world.landline[person] != number, self.world.landline[person], 0).tolist()
        slipped = chances[:, 29] < profile.phone_typo
        digit = 10 ** (chances[:, 30] * 6).astype(np.int64)
        wrong = np.where(number // digit % 10 < 9, number + digit, number - digit)
        number = np.where(slipped & (number > 0), wrong, number)
        for position, (row, draw) in enumerate(zip(rows.tolist(), chances.tolist(), strict=True)):
            if draw[29] > 1 - profile.placeholder:
                sheet.phone[row] = _one_of(typed.PHONE_PLACEHOLDERS, draw[30])
            elif number[position] > 0:
                sheet.phone[row] = as_typed(int(number[position]), draw[31])
                if second[position] and draw[31] * 103 % 1 < profile.two_numbers:
                    sheet.phone[row] = f"{as_typed(int(second[position]), draw[30] / 2)} / {sheet.phone[row]}"
                if draw[31] * 107 % 1 < profile.letters_for_digits:
                    sheet.phone[row] = sheet.phone[row].replace("0", "O")
                if slipped[position]:
                    sheet.troubles[row] += "|wrong digit"

    def _addresses(self, sheet: TypedEntries, with_address: Ints, with_postcode: Ints) -> None:
        places, placeholder = self.world.places, self.world.profile.placeholder
        where = self._whereabouts(sheet, with_address)
        for row, place, draw in zip(
            with_address.tolist(), where.tolist(), sheet.chances[with_address].tolist(), strict=True
        ):
            if place == places.nowhere:
                sheet.address_text[row] = "NFA" if draw[27] < 0.6 else "No fixed abode"
            else:
                sheet.address_text[row] = typed.typed_address(places.address(place), draw[7])
        where = self._whereabouts(sheet, with_postcode)
        for row, place, draw in zip(
            with_postcode.tolist(), where.tolist(), sheet.chances[with_postcode].tolist(), strict=True
        ):
            if place == places.nowhere:
                sheet.postcode[row] = "ZZ99 3VZ" if draw[27] < 0.3 else ""
            elif draw[21] > 1 - placeholder:
                sheet.postcode[row] = _one_of(typed.POSTCODE_PLACEHOLDERS, draw[30])
            else:
                sheet.postcode[row] = typed.typed_postcode(places.postcodes[places.postcode_of[place]], draw[28])

    def _whereabouts(self, sheet: TypedEntries, rows: Ints) -> Ints:
        """Return the property that people say they live in: sometimes one they have left."""
        homes, person = self.world.homes, sheet.entries.person[rows]
        slot = homes.slot_at(person, sheet.at[rows])
        before = np.maximum(slot - 1, 0)
        stale = (sheet.chances[rows, 26] > 1 - self.world.profile.stale_address) & (homes.owner[before] == person)
        place: Ints = homes.value[np.where(stale, before, slot)]
        return place

    def _links(self, sheet: TypedEntries, rows: Ints) -> None:
        """Link entries to Connect's index where the operator looked; a wrong link is to anybody."""
        profile, nominals, chances = self.world.profile, self.nominals, sheet.chances
        person = sheet.entries.person
        known = nominals.known[person[rows]] & (chances[rows, 24] < profile.operator_link * 2)
        linked = rows[known]
        sheet.nominal[linked] = nominals.used(person[linked], sheet.at[linked], chances[linked, 25])
        wrong = linked[chances[linked, 26] < profile.operator_link_wrong]
        sheet.nominal[wrong] = nominals.first[(chances[wrong, 27] * self.world.size).astype(np.int64)]
        for row in wrong.tolist():
            sheet.troubles[row] += "|wrong link"

    def _agency_entries(self, sheet: TypedEntries) -> None:
        agencies, entries = self.agencies, sheet.entries
        rows = np.flatnonzero(entries.agency >= 0)
        staff = agencies.staff(entries.agency[rows], sheet.chances[rows, 8])
        for row, member, draw in zip(rows.tolist(), staff.tolist(), sheet.chances[rows].tolist(), strict=True):
            organisation = int(entries.agency[row])
            name, prefix = agencies.staff_name[member], agencies.prefix[organisation]
            if draw[9] >= 0.15:
                with_prefix = prefix if prefix.isupper() else f"{prefix} {name}".strip()
                sheet.full_name[row] = with_prefix if draw[9] < 0.6 else name
            partner = entries.role[row] == PARTNER_AGENCY
            if draw[10] < (0.96 if partner else 0.8):
                sheet.organisation[row] = _organisation(agencies.name[organisation], draw[11])
            if draw[12] < 0.75:
                sheet.phone[row] = as_typed(int(entries.given_number[row]), draw[31])
            sheet.troubles[row] = "agency" if partner else "agency typed as caller"


def _one_of(values: tuple[str, ...], draw: float) -> str:
    return values[int(draw * len(values))]


def _organisation(name: str, draw: float) -> str:
    if draw < 0.6:
        return name
    if draw < 0.8:
        return name.upper()
    short = name.replace("Hospital", "Hosp").replace("Service", "Serv").replace("Council ", "")
    return short if draw < 0.95 else f" {name.lower()}"
