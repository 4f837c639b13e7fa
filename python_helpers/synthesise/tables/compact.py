"""compact.people and episodes."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from python_helpers.synthesise.clock import HOUR, civil_text
from python_helpers.synthesise.events import Quarter
from python_helpers.synthesise.index_records import TypedCompact
from python_helpers.synthesise.nominals import compact_id
from python_helpers.synthesise.people import World
from python_helpers.synthesise.randomness import Ints, Streams
from python_helpers.synthesise.tables.columns import choice, coded, column, draws, log_numbers, reference

RISKS = ("NO_APPARENT_RISK", "LOW", "MEDIUM", "HIGH")


def episodes(streams: Streams, world: World, quarter: Quarter, now: int) -> tuple[pa.Table, Ints]:
    """Return compact.episodes and the slot of Compact's index on each row."""
    events = quarter.missing
    chances = draws(streams, "episodes", quarter, events.number, 8)
    duplicates = streams.rng("compact.duplicates").random(world.size) < world.profile.duplicate_compact * 3
    slot = events.person * 2 + (duplicates[events.person] & (chances[:, 0] < 0.35))
    found = events.found
    never = chances[:, 1] < 0.003
    hours = np.round((found - events.at) / HOUR * (0.05 + 0.3 * chances[:, 2]) + 0.5, 1)
    code = world.places.postcode_of[world.homes.at(events.person, events.at)]
    logged = (
        np.where(events.case >= 0, log_numbers(quarter)[np.maximum(events.case, 0)], "")
        if len(quarter.cases)
        else np.full(len(slot), "")
    )
    in_care = world.in_care[events.person] & (chances[:, 3] < 0.96)
    table = pa.table(
        {
            "episode_ref": column(reference("MP", quarter.number, events.number)),
            "person_ref": column(compact_id(slot)),
            "reported_at": civil_text(events.at),
            "last_seen_at": civil_text(events.last_seen, chances[:, 4] < 0.06),
            "found_at": civil_text(found, (found > now) | never),
            "risk_grade": coded(RISKS, choice(chances[:, 5], np.array([0.12, 0.16, 0.58, 0.14]))),
            "log_no": column(logged),
            "npu_code": column(world.places.npus[code]),
            "in_care": coded(("N", "Y"), in_care.astype(np.int64), chances[:, 3] > 0.99),
            "police_hours": pa.array(
                hours, mask=(chances[:, 6] < min(0.6 * world.profile.missing_effort, 0.92)) | (found > now)
            ).cast(pa.string()),
        }
    )
    return table, slot


def compact_people(slots: Ints, names: TypedCompact) -> pa.Table:
    """Return compact.people."""
    return pa.table(
        {
            "person_ref": column(compact_id(slots)),
            "forename": column(names.forename),
            "surname": column(names.surname),
            "known_as": column(names.known_as),
            "dob": column(names.dob),
            "phone": column(names.phone),
            "postcode": column(names.postcode),
            "uprn": column(names.uprn),
        }
    )
