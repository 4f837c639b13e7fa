"""Personal values typed into every code and reference column of a world's extracts, as a busy desk types them."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

FORENAME, SURNAME = "Zebedee", "Quillfeather"
PHONE = "07700 900876"
TEXTS = (
    f"{FORENAME} {SURNAME}",
    f"MUM OF {FORENAME.upper()} {SURNAME.upper()} DOB 03 04 2014",
    f"{FORENAME.lower()}.{SURNAME.lower()}@example.org",
    PHONE,
    f"3 {SURNAME} Mews B99 9ZZ",
)
"""One person who is in the extracts too, in the forms that land in the wrong field."""

TRACES = re.compile("ZEBEDEE|QUILLFEATHER|7700900876|03042014|20140403|B999ZZ")
"""What any of the texts leaves, in capitals and without what stands between letters and digits."""

CODES = {
    "avaya/call_segments": ("callid", "dispvdn", "disposition", "transferred", "conference", "anslogin"),
    "controlworks/contacts": ("channel", "reason_code", "npu_code"),
    "controlworks/logs": (
        *("initial_grade", "final_grade", "opening_code", "closing_code", "qualifiers", "source_channel", "uprn"),
        "npu_code",
    ),
    "controlworks/people": ("role", "organisation"),
    "controlworks/deployments": ("callsign", "team_type"),
    "connect/nominals": ("pnc_id", "is_restricted"),
    "connect/nominal_aliases": ("is_restricted",),
    "connect/nominal_addresses": ("uprn", "address_type"),
    "connect/crimes": ("ho_offence_code", "offence_description", "npu_code", "markers", "outcome_code"),
    "connect/crime_people": ("role",),
    "connect/investigations": ("team_type",),
    "connect/custody_records": ("suite", "ho_offence_code"),
    "compact/people": ("uprn",),
    "compact/episodes": ("risk_grade", "npu_code", "in_care"),
}
"""Columns of codes, flags and marks, by table."""

REFERENCES = {
    "ucid": "ucid", "roc_ref": "roc_ref", "log_no": "log_no", "crime_no": "crime_no", "custody_ref": "custody_ref",
    "episode_ref": "episode_ref", "person_ref": "person_ref", "person_entry_id": "person_entry_id",
    "deployment_id": "deployment_id", "investigation_id": "investigation_id", "alias_id": "alias_id",
    "address_id": "address_id", "nominal_id": "nominal_id", "merged_into": "nominal_id",
}  # fmt: skip
"""Columns of references, and the id that each refers to: one that is typed wrongly is so wherever it is used."""

CALLER = {"controlworks/people": {"full_name": TEXTS[0], "dob": "03/04/2014", "phone": PHONE}}


def leaves_a_trace(text: str) -> bool:
    """Whether a text gives the planted person away."""
    return bool(TRACES.search(re.sub(r"[^A-Z0-9]", "", text.upper())))


def plant(raw: Path, *, references: bool = True) -> int:
    """Put every text into five rows of every code column, and in the place of five ids of every kind; return how many.

    The person is typed on the first entries as well, so that staging knows them and a search has whom to look for.
    """
    renamed = _renamed(raw) if references else {}
    planted = 0
    for table in sorted(CODES):
        for file in sorted((raw / table).glob("*.parquet"))[:1]:
            rows = pq.read_table(file)
            extracted = rows["extracted_at"].to_pylist()
            newest = max(value for value in extracted if value)
            # Rows that no other row supersedes, beyond the first ones, whose ids are renamed; each column has its own.
            counted = [row for row, value in enumerate(extracted) if value == newest][len(TEXTS) :]
            for number, column in enumerate(CODES[table]):
                values = rows[column].to_pylist()
                for text_number, text in enumerate(TEXTS):
                    values[counted[(number * len(TEXTS) + text_number) % len(counted)]] = text
                    planted += 1
                rows = _with(rows, column, values)
            for column, text in CALLER.get(table, {}).items():
                rows = _with(rows, column, [text] * 5 + rows[column].to_pylist()[5:])
            pq.write_table(rows, file)
    for file in sorted(raw.glob("*/*/*.parquet")):
        rows = pq.read_table(file)
        for column, of in REFERENCES.items():
            if column in rows.column_names:
                before = rows[column].to_pylist()
                after = [renamed.get((of, value), value) for value in before]
                planted += sum(one != other for one, other in zip(before, after, strict=True))
                rows = _with(rows, column, after)
        pq.write_table(rows, file)
    return planted


def _renamed(raw: Path) -> dict[tuple[str, str], str]:
    owners = {
        "ucid": "avaya/call_segments", "roc_ref": "controlworks/contacts", "log_no": "controlworks/logs",
        "person_entry_id": "controlworks/people", "deployment_id": "controlworks/deployments",
        "nominal_id": "connect/nominals", "alias_id": "connect/nominal_aliases",
        "address_id": "connect/nominal_addresses", "crime_no": "connect/crimes",
        "investigation_id": "connect/investigations", "custody_ref": "connect/custody_records",
        "person_ref": "compact/people", "episode_ref": "compact/episodes",
    }  # fmt: skip
    renamed = {}
    for column, table in owners.items():
        ids = pq.read_table(sorted((raw / table).glob("*.parquet"))[0], columns=[column])[column].to_pylist()
        for value, text in zip(list(dict.fromkeys(value for value in ids if value)), TEXTS, strict=False):
            renamed[(column, value)] = text
    return renamed


def _with(rows: pa.Table, column: str, values: list[str | None]) -> pa.Table:
    return rows.set_column(rows.column_names.index(column), column, pa.array(values, pa.string()))
