"""Each guard of identity on the fewest records that show it, through landing, staging and identity as a user runs them.

One world holds every case, each with names and numbers of its own; a second build of it adds corrections.
"""

from __future__ import annotations

import csv

import pytest
from identity_worlds import Extracts, Records, Row, built_of, person, resolved
from worlds import World

from python_helpers.corrections.judge import COLUMNS

CROWD = [
    "Adam", "Alan", "Amy", "Anna", "Barry", "Carol", "Clive", "Craig", "David", "Derek", "Donna", "Emma", "Frank",
    "George", "Grace", "Helen", "Henry", "Irene", "James", "Janet", "Julie", "Karen", "Keith", "Laura", "Linda",
    "Mark", "Nancy", "Neil", "Oliver", "Paul", "Peter", "Rachel", "Robert", "Sally", "Simon", "Susan",
]  # fmt: skip


def cases() -> Extracts:  # noqa: PLR0915 - a list of cases reads best in one piece
    """Every case; the prefix of an id names the guard."""
    world = Extracts()
    home = {"address_text": "14 Elm Road", "postcode": "B99 1AA"}
    # Same person, typed differently.
    world.entry("nick-1", "William Oakenfold", dob="03/04/1985")
    world.entry("nick-2", "OAKENFOLD, Bill", dob="1985-04-03")
    world.entry("nick-3", "oakenfold will (son)", dob="3 Apr 1985")
    world.entry("slip-1", "Jonathan Thistlewood", dob="11/12/1990", phone="07700 900101")
    world.entry("slip-2", "Jonathan Thistlewod", dob="11/12/1990", phone="07700900101")
    # Twins, and father and son: all agrees but the forename, or but the date of birth.
    world.entry("twin-1", "Aisha Merriweather", dob="05/06/2004", phone="07700 900102", **home)
    world.entry("twin-2", "Samira Merriweather", dob="05/06/2004", phone="07700 900102", **home)
    world.entry("twin-3", "Tia Copperfield", dob="07/08/2005", phone="07700 900103")
    world.entry("twin-4", "Mia Copperfield", dob="07/08/2005", phone="07700 900103")
    son = {"address_text": "9 Ash Lane", "postcode": "B99 2BB", "phone": "07700 900104"}
    world.entry("son-1", "George Hawksworth", dob="01/02/1950", **son)
    world.entry("son-2", "George Hawksworth", dob="14/09/1981", **son)
    world.entry("son-3", "George Hawksworth", **son)
    # Placeholders agree with each other and mean nothing.
    world.entry("blank-1", "UNKNOWN", phone="07000000000")
    world.entry("blank-2", "UNKNOWN", phone="07000000000")
    world.entry("blank-3", "Peter Larkspur", dob="01/01/1900", phone="07700 900105")
    world.entry("blank-4", "Peter Larkspur", dob="01/01/1900", phone="07700 900106")
    world.entry("weak-1", "Susan Pennyfeather", dob="01/01/1988", phone="07700 900107")
    world.entry("weak-2", "Susan Pennyfeather", dob="01/01/1988", phone="07700 900108")
    # A number that a crowd shares links nobody, not even one name to itself.
    for number, forename in enumerate(CROWD):
        world.entry(
            f"crowd-{number}",
            f"{forename} Crowdham{chr(97 + number % 26)}{chr(97 + number // 26)}",
            phone="07700 900109",
        )
    world.entry("crowd-twice-1", "Teresa Crowdhamqq", phone="07700 900109", dob="02/02/1970")
    world.entry("crowd-twice-2", "Teresa Crowdhamqq", phone="07700 900109", postcode="B99 3CC")
    world.call("call-crowd", "07700900109", "2026-03-03 10:00:00")
    # A number belongs to whoever holds it at the time; one nobody named holds is nobody.
    world.nominal("N-first", "Harold", "Quillfeather", dob="1970-05-05")
    world.add(
        "connect.nominal_phones",
        nominal_id="N-first",
        phone="07700900110",
        first_seen_on="2025-10-01",
        last_seen_on="2025-12-31",
    )
    world.nominal("N-second", "Brenda", "Ravenscroft", dob="1975-06-06")
    world.add("connect.nominal_phones", nominal_id="N-second", phone="07700900110", first_seen_on="2026-05-01")
    world.call("call-first", "+447700900110", "2025-11-15 10:00:00")
    world.call("call-second", "07700 900110", "2026-07-15 10:00:00")
    world.call("call-nobody", "07700900111", "2026-07-15 10:00:00")
    # A-B-C: B carries the numbers of both A and C, who cannot be one person.
    world.entry("chain-a", "Norman Featherstone", dob="10/10/1960", phone="07700 900112")
    world.nominal("N-chain", "Norman", "Featherstone")
    world.add("connect.nominal_phones", nominal_id="N-chain", phone="07700900112")
    world.add("connect.nominal_phones", nominal_id="N-chain", phone="07700900113")
    world.entry("chain-c", "Norman Featherstone", dob="23/03/1994", phone="07700 900113")
    # Merges in a loop, sealed records, agencies, honorifics, an operator's slip.
    world.nominal("N-loop-1", "Agnes", "Willoughby", merged_into="N-loop-2")
    world.nominal("N-loop-2", "Agnes", "Willowby", merged_into="N-loop-3")
    world.nominal("N-loop-3", "Agnes", "Willobie", merged_into="N-loop-1")
    world.nominal("N-sealed", "Clara", "Hidewell", dob="1980-08-08", is_restricted="Y")
    world.entry("sealed-1", "Clara Hidewell", dob="08/08/1980", nominal_id="N-sealed")
    world.nominal("N-into-sealed", "Clara", "Hidewell", dob="1980-08-08", merged_into="N-sealed")
    world.entry(
        "agency-1", "Nurse Ratcliffe", role="PARTNER_AGENCY", organisation="City Hospital", phone="0121 496 0777"
    )
    world.entry("agency-2", "Nurse Ratcliffe", role="CALLER", organisation="City Hospital", phone="0121 496 0777")
    world.call("call-agency", "01214960777", "2026-04-01 10:00:00")
    world.entry("honorific-1", "Mohammed Singh", dob="09/09/1991", postcode="B99 4DD")
    world.entry("honorific-2", "Mohammed Singh", dob="09/09/1991", postcode="CV99 5EE")
    world.nominal("N-operator", "Yvonne", "Castlebrook", dob="1966-07-07")
    world.entry("operator-right", "Y Castlebrook", nominal_id="N-operator")
    world.entry("operator-wrong", "Dominic Larchwood", dob="12/12/1999", nominal_id="N-operator")
    # A nominal that stands for nobody ties nobody.
    world.nominal("N-nobody", "Unknown", "Unknown")
    world.entry("catch-all-1", "Beatrice Longbottom", dob="02/03/1981", nominal_id="N-nobody")
    world.entry("catch-all-2", "Gilbert Shortland", dob="04/05/1982", nominal_id="N-nobody")
    # On one event: the log names whom the crime names; father and son are two, and nobody can tell which the third is.
    world.entry("event-1", "Rowena Thistledown")
    world.add("connect.nominals", nominal_id="N-event", forename="Rowena", surname="Thistledown", dob="1971-03-03")
    crime = {"crime_no": "C-event", "ho_offence_code": "49", "recorded_at": "2026-03-02 12:00:00"}
    world.add("connect.crimes", log_no="L-event-1", **crime)
    world.add("connect.crime_people", crime_no="C-event", nominal_id="N-event", role="VICTIM")
    world.entry("event-son-1", "Augustus Pemberley", dob="01/02/1950")
    world.entry("event-son-2", "Augustus Pemberley", dob="14/09/1981", log_of="event-son-1")
    world.entry("event-son-3", "Augustus Pemberley", log_of="event-son-1")
    world.entry("event-else-1", "Tabitha Stillwater")
    world.entry("event-else-2", "Rupert Stillwater", log_of="event-else-1")
    # A role alone never ties: the only caller of a log need not be the only caller of its contact, nor its only victim
    # the only one of its crime. With the contact's number beside it a nameless entry is its caller.
    contact = {"roc_ref": "R-role-1", "log_no": "L-role-1", "created_at": "2026-03-02 09:50:00"}
    world.add("controlworks.contacts", **contact)
    caller = {"full_name": "Ottoline Bellweather", "role": "CALLER", "phone": "07700 900135"}
    world.add("controlworks.people", person_entry_id="role-1-caller", roc_ref="R-role-1", **caller)
    world.entry("role-1", "UNKNOWN", role="CALLER")
    world.entry("role-1-number", "UNKNOWN", role="CALLER", log_of="role-1", phone="07700 900135")
    world.entry("role-2", "UNKNOWN", role="VICTIM")
    crime = {"crime_no": "C-role-2", "ho_offence_code": "49", "recorded_at": "2026-03-02 12:00:00"}
    world.add("connect.crimes", log_no="L-role-2", **crime)
    world.add("connect.nominals", nominal_id="N-Ignatius", forename="Ignatius", surname="Wolstenholme")
    world.add("connect.crime_people", crime_no="C-role-2", nominal_id="N-Ignatius", role="VICTIM")
    # Two numbers with neighbours swapped are two numbers: nothing on either record says which was mistyped.
    world.entry("digits-1", "Jocelyn Farthingale", dob="11/11/1961", phone="07700 900116")
    world.entry("digits-2", "Jocelyn Marchbanks", dob="11/11/1961", phone="07700 900161")
    # A landline is a household's, and one sighting of a number is no proof of whose it is.
    world.nominal("N-home", "Gwendolyn", "Hearthstone", dob="1955-04-04")
    world.add("connect.nominal_phones", nominal_id="N-home", phone="0121 496 0788")
    world.call("call-landline", "0121 496 0788", "2026-07-15 10:00:00")
    for sighting in (1, 2, 3):
        world.entry(f"landline-{sighting}", "Clementine Rookwood", dob="04/05/1966", phone="0121 496 0799")
    world.call("call-own-landline", "0121 496 0799", "2026-03-15 10:00:00")
    world.entry("landline-nameless", "UNKNOWN", role="CALLER", phone="0121 496 0799")
    # The number beside anybody else, where a caller was typed as well, is too often the caller's.
    for sighting in (1, 2, 3, 4):
        world.entry(f"held-{sighting}-times", "Barnaby Quickstep", dob="05/05/1985", phone="07700 900118")
    world.entry("nameless-1", "UNKNOWN", role="CALLER", phone="07700 900118")
    world.entry("nameless-subject", "UNKNOWN", phone="07700 900118")
    world.entry("beside-subject", "Araminta Longshore", role="CALLER", log_of="nameless-subject")
    world.entry("held-once", "Hortensia Quickstep", dob="06/06/1986", phone="07700 900119")
    world.entry("nameless-2", "UNKNOWN", role="CALLER", phone="07700 900119")
    # Who was seen with a number, or a name beside it, by far more often than anybody else is who is meant;
    # twice against once is not by far.
    for sighting in (1, 2, 3):
        world.entry(f"far-{sighting}", "Montague Applewhite", dob="07/05/1957", phone="07700 900120")
    world.entry("far-other", "Montague Applewhite", dob="19/11/1989", phone="07700 900120")
    world.entry("far-undated", "Montague Applewhite", phone="07700 900120")
    world.call("call-far", "07700 900120", "2026-03-15 10:00:00")
    for sighting in (1, 2):
        world.entry(f"near-{sighting}", "Lavinia Crabtree", dob="08/05/1958", phone="07700 900121")
    world.entry("near-other", "Horatio Wetherby", dob="09/05/1959", phone="07700 900121")
    world.call("call-near", "07700 900121", "2026-03-15 10:00:00")
    # Of two who hold a number the one typed as the caller just then rang; of both typed nobody knows.
    holders = (("Prudence Oldacre", "10/05/1960"), ("Bartholomew Newbold", "11/05/1961"))
    for number, (name, dob) in enumerate(holders):
        world.entry(f"held-{number}", name, dob=dob, phone="07700 900122")
    world.call("call-typed", "07700 900122", "2026-04-05 09:00:00")
    world.entry("typed-1", holders[0][0], dob=holders[0][1], role="CALLER", at="2026-04-05 10:05:00")
    world.call("call-both-typed", "07700 900122", "2026-04-06 09:00:00")
    for number, (name, dob) in enumerate(holders):
        world.entry(f"both-typed-{number}", name, dob=dob, role="CALLER", at="2026-04-06 10:05:00")
    # A caller typed without a number is who of that name held the number that rang just before; a later one is not.
    world.entry("rang-1", "Ferdinand Greenwell", dob="15/05/1965", phone="07700 900126")
    world.entry("rang-namesake", "Ferdinand Greenwell", dob="16/06/1976", phone="07700 900127")
    world.call("call-rang", "07700 900126", "2026-04-07 09:00:00")
    world.entry("rang-2", "Ferdinand Greenwell", role="CALLER", at="2026-04-07 10:05:00")
    world.entry("rang-late", "Ferdinand Greenwell", role="CALLER", at="2026-04-07 10:16:00")
    # No name, but the date of birth beside a number: the person's, and of twins nobody knows.
    world.entry("born-1", "Sylvester Hollybush", dob="12/05/1962", phone="07700 900123")
    world.entry("born-nameless", "UNKNOWN", dob="12/05/1962", phone="07700 900123")
    world.entry("twin-nameless", "UNKNOWN", dob="05/06/2004", phone="07700 900102")
    # An alias is no other person's name, nor is a family name typed alone; 94 and 04 are one digit apart.
    world.nominal("N-alias", "Felix", "Vandersloot", dob="1963-05-13")
    alias = {"forename": "Gideon", "surname": "Vandersloot", "dob": "1963-05-13"}
    world.add("connect.nominal_aliases", alias_id="A-1", nominal_id="N-alias", **alias)
    world.entry("alias-1", "Felix Vandersloot", dob="13/05/1963")
    world.entry("alias-2", "Gideon Vandersloot", dob="13/05/1963")
    world.entry("family-1", "Desmond Roberts", dob="14/05/1964", phone="07700 900124")
    world.entry("family-2", "ROBERTS", phone="07700 900124")
    world.entry("decade-1", "Millicent Overbury", dob="28/07/94", phone="07700 900125")
    world.entry("decade-2", "Millicent Overbury", dob="28/07/2004", phone="07700 900125")
    # A slip can be one of a short form; Kate and Nate are two names.
    world.entry("short-slip-1", "Katie Fairweather", dob="17/07/1967", phone="07700 900128")
    world.entry("short-slip-2", "Ktaie Fairweather", dob="17/07/1967", phone="07700 900128")
    world.entry("short-twin-1", "Kate Fairhurst", dob="18/07/1968", phone="07700 900129")
    world.entry("short-twin-2", "Nate Fairhurst", dob="18/07/1968", phone="07700 900129")
    # A first word that can begin a surname is a forename all the same.
    world.entry("particle-1", "Dennis Evershed", dob="25/09/1985")
    world.entry("particle-2", "Den Eric Evershed", dob="25/09/1985")
    # Who gains a number by an event at their home is compared again by it, with the date of birth.
    world.entry("again-0", "Rosamund Thornbury", dob="19/07/1969", address_text="8 Thornbury Mews", postcode="B99 7TH")
    at_home = {"log_no": "L-again-home", "postcode": "B99 7TH"}
    world.add("controlworks.logs", opened_at="2026-03-02 10:00:00", initial_grade="P2", **at_home)
    world.entry("again-undated", "Rosamund Thornbury", phone="07700 900130", log_of="again-home")
    world.entry("again-other-surname", "Rosamund Whitlock", dob="19/07/1969", phone="07700 900130")
    # Seen with a number again and again, and nobody else ever: it is theirs throughout. Seen once, or with somebody
    # else later: not.
    for sighting in (1, 2, 3):
        seen = f"2025-10-0{sighting + 1} 10:00:00"
        world.entry(f"throughout-{sighting}", "Leopold Ashgrove", dob="20/07/1970", phone="07700 900131", at=seen)
        world.entry(f"given-up-{sighting}", "Cecilia Ashgrove", dob="21/07/1971", phone="07700 900132", at=seen)
    world.entry("taken-up", "Evangeline Moorcroft", dob="22/07/1972", phone="07700 900132", at="2026-08-20 10:00:00")
    world.call("call-throughout", "07700 900131", "2026-08-25 10:00:00")
    world.call("call-taken-up", "07700 900132", "2026-08-25 10:00:00")
    world.call("call-long-after", "07700 900119", "2026-09-15 10:00:00")
    # For the corrections of the second build.
    world.entry("correct-1", "Matilda Underhill", dob="04/04/1984")
    world.entry("correct-2", "Matilda Underhill", dob="04/04/1984")
    world.entry("correct-3", "Leonard Overdale", dob="05/05/1955")
    world.entry("correct-4", "Lennie Overdaile", dob="06/06/1966")
    world.entry("correct-5", "Philippa Stonebridge", phone="07700 900114")
    world.entry("correct-6", "Philippa Stonebridge", phone="07700 900114")
    world.entry("correct-7", "Rosalind Applegarth", dob="07/07/1977")
    world.entry("correct-8", "Bernadette Larkhill", dob="08/08/1988", phone="07700 900115", at="2026-03-08 10:00:00")
    world.call("correct-call", "07700 900115", "2026-03-08 09:55:00")
    world.entry("correct-9", "Winifred Fernsby", dob="09/09/1979")
    world.entry("correct-10", "Sebastian Oldershaw", dob="23/07/1973", phone="07700 900133")
    world.entry("correct-namesake", "Sebastian Oldershaw", dob="24/08/1984", phone="07700 900134")
    world.call("correct-rang", "07700 900133", "2026-04-08 09:00:00")
    world.entry("correct-11", "Sebastian Oldershaw", role="CALLER", at="2026-04-08 10:05:00")
    # One national id: a correction takes apart what it ties, also through a merge.
    for number, merge in enumerate(({}, {"merged_into": "correct-id-2"}, {})):
        pnc_id = "" if number == 1 else "2010/0161803K"
        world.nominal(f"correct-id-{number}", "Rowena", "Blackadderly", pnc_id=pnc_id, **merge)
    return world


ENTRY = "controlworks/person_entry"


def correction(number: int, what: str, left: str, right: str = "", source: str = ENTRY) -> Row:
    """A row of corrections.csv about records of one sort."""
    return {
        "correction_id": f"T-{number}",
        "kind": what,
        "record": f"{source}/{left}",
        "other_record": f"{source}/{right}" if right else "",
        "beats_trusted_ids": "no",
        "decided_by": "a test",
        "decided_on": "2026-09-30",
        "reason": "shows the effect",
        "review_on": "2026-10-01" if number == 1 else "2027-09-30",
    }


CORRECTIONS = [
    correction(1, "cannot_link", "correct-1", "correct-2"),
    correction(2, "must_link", "correct-3", "correct-4"),
    correction(3, "not_this_phone", "correct-5"),
    correction(4, "suppress_record", "correct-7"),
    correction(5, "not_this_phone", "correct-call", source="avaya/call"),
    correction(6, "cannot_link", "correct-3", "twin-1"),
    correction(7, "not_this_phone", "correct-9"),
    correction(8, "must_link", "correct-3", "mistyped"),
    correction(9, "must_link", "correct-7", "correct-9"),
    correction(10, "not_this_phone", "correct-rang", source="avaya/call"),
    correction(11, "cannot_link", "correct-id-0", "correct-id-1", source="connect/nominal"),
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return built_of(cases(), tmp_path_factory.mktemp("guards"))


@pytest.fixture(scope="module")
def records(world: World) -> Records:
    return resolved(world)


@pytest.fixture(scope="module")
def corrected(world: World, records: Records) -> Records:
    """The same world with corrections."""
    assert records
    folder = world.root / "corrections"
    folder.mkdir()
    with (folder / "corrections.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(CORRECTIONS)
    world.run(
        *("dbt", "-q", "run", "--select", "stg_corrections__decisions", "int_keys__corrected_facts"),
        "int_identity__corrections+,+link_person_records",
        "int_governance__correction_records",
        "int_governance__fact_corrections",
        "gov_corrections",
    )
    return resolved(world)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("nick-1", "nick-2"),
        ("nick-1", "nick-3"),
        ("slip-1", "slip-2"),
        ("far-1", "far-undated"),
        ("rang-1", "rang-2"),
        ("alias-1", "alias-2"),
        ("family-1", "family-2"),
        ("decade-1", "decade-2"),
        ("short-slip-1", "short-slip-2"),
        ("particle-1", "particle-2"),
        ("again-0", "again-undated"),
        ("again-0", "again-other-surname"),
        ("correct-10", "correct-11"),
        ("correct-1", "correct-2"),
    ],
)
def test_one_person_typed_differently_is_one(left: str, right: str, records: Records) -> None:
    assert person(records, left) is not None
    assert person(records, left) == person(records, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("twin-1", "twin-2"),
        ("twin-3", "twin-4"),
        ("son-1", "son-2"),
        ("son-1", "son-3"),
        ("son-2", "son-3"),
        ("blank-3", "blank-4"),
        ("weak-1", "weak-2"),
        ("crowd-twice-1", "crowd-twice-2"),
        ("chain-a", "chain-c"),
        ("honorific-1", "honorific-2"),
        ("operator-right", "operator-wrong"),
        ("catch-all-1", "catch-all-2"),
        ("event-son-1", "event-son-2"),
        ("event-son-1", "event-son-3"),
        ("event-son-2", "event-son-3"),
        ("event-else-1", "event-else-2"),
        ("digits-1", "digits-2"),
        ("far-1", "far-other"),
        ("near-1", "near-other"),
        ("rang-1", "rang-namesake"),
        ("rang-1", "rang-late"),
        ("short-twin-1", "short-twin-2"),
        ("given-up-1", "taken-up"),
    ],
)
def test_two_people_stay_two(left: str, right: str, records: Records) -> None:
    assert person(records, left) is not None
    assert person(records, right) is not None
    assert person(records, left) != person(records, right)


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("person_entry", "blank-1"),
        ("person_entry", "blank-2"),
        ("person_entry", "sealed-1"),
        ("person_entry", "agency-1"),
        ("person_entry", "agency-2"),
        ("nominal", "N-sealed"),
        ("nominal", "N-into-sealed"),
        ("nominal", "N-nobody"),
        ("call", "call-crowd"),
        ("call", "call-nobody"),
        ("call", "call-agency"),
        ("call", "call-landline"),
        ("call", "call-near"),
        ("call", "call-both-typed"),
        ("call", "call-long-after"),
        ("person_entry", "twin-nameless"),
        ("person_entry", "nameless-2"),
        ("person_entry", "landline-nameless"),
        ("person_entry", "nameless-subject"),
        ("person_entry", "role-1"),
        ("person_entry", "role-2"),
    ],
)
def test_nobody_is_made_of_placeholders_agencies_and_sealed_records(kind: str, record: str, records: Records) -> None:
    assert (kind, record) not in records


def test_a_recycled_number_belongs_to_its_holder_at_the_time(records: Records) -> None:
    assert person(records, "call-first", "call") == person(records, "N-first", "nominal")
    assert person(records, "call-second", "call") == person(records, "N-second", "nominal")


def test_an_inference_is_marked(records: Records) -> None:
    assert records["call", "call-first"][1:] == ("only_holder_of_phone", True)


def test_a_landline_tells_who_called_once_one_person_alone_was_seen_with_it_thrice(records: Records) -> None:
    assert person(records, "call-own-landline", "call") == person(records, "landline-1")


def test_a_nameless_caller_belongs_to_the_only_holder_seen_again_and_again(records: Records) -> None:
    assert records["person_entry", "nameless-1"] == (person(records, "held-1-times"), "only_holder_of_phone", True)


def test_a_call_belongs_to_whoever_was_seen_with_the_number_by_far_most_often(records: Records) -> None:
    assert records["call", "call-far"] == (person(records, "far-1"), "holder_by_far_of_phone", True)


def test_a_number_seen_again_and_again_with_one_person_alone_is_theirs_throughout(records: Records) -> None:
    assert person(records, "call-throughout", "call") == person(records, "throughout-1")
    assert person(records, "call-taken-up", "call") == person(records, "taken-up")


def test_a_call_belongs_to_the_holder_who_was_typed_as_its_caller(records: Records) -> None:
    assert records["call", "call-typed"] == (person(records, "held-0"), "typed_caller_holds_phone", True)


def test_a_nameless_entry_belongs_to_the_only_one_born_that_day_beside_its_number(records: Records) -> None:
    assert records["person_entry", "born-nameless"] == (person(records, "born-1"), "same_dob_beside_value", True)


def test_a_nameless_entry_of_an_event_belongs_to_the_only_one_there_who_shares_its_number(records: Records) -> None:
    assert records["person_entry", "role-1-number"] == (person(records, "role-1-caller"), "same_value_on_event", True)


def test_the_crime_that_came_from_a_log_names_the_same_person(records: Records) -> None:
    assert person(records, "event-1") is not None
    assert person(records, "event-1") == person(records, "N-event", "nominal")


def test_merges_in_a_loop_are_one_person(records: Records) -> None:
    assert len({person(records, f"N-loop-{number}", "nominal") for number in (1, 2, 3)}) == 1


def test_the_operators_link_ties_what_does_not_contradict_it(records: Records) -> None:
    assert person(records, "operator-right") == person(records, "N-operator", "nominal")


def populous() -> Extracts:
    """Enough people to say how rare a forename is, and who share a number and half of their name."""
    world = Extracts()
    for number in range(2500):
        born = f"{1 + number % 28:02}/{1 + number // 28 % 12:02}/{1950 + number // 336}"
        letters = f"{chr(97 + number // 676)}{chr(97 + number // 26 % 26)}{chr(97 + number % 26)}"
        # Two in a hundred are called David, one in two hundred Karen, and nobody else like another.
        forename = "David" if number % 50 == 0 else "Karen" if number % 200 == 1 else f"Xanth{letters}"
        world.entry(f"p-{number}", f"{forename} Townley{letters}", dob=born, role="CALLER")
    home = {"address_text": "3 Yew Court", "postcode": "B99 4DD"}
    for case, forename, surnames, phone, values in [
        # Not even a rare forename or an honorific says that two undated surnames are one person's, without a place.
        ("rare", "Zephyrine", ("Oakapple", "Marshgate"), "470", {}),
        ("honorific", "Karen", ("Begum", "Thornapple"), "471", {}),
        ("place", "Karen", ("Elderton", "Hazelby"), "473", home),
        ("no-place", "Karen", ("Alderby", "Rowanfield"), "474", {}),
        ("place-common", "David", ("Pinefold", "Larchley"), "475", home),
    ]:
        world.entry(f"{case}-1", f"{forename} {surnames[0]}", dob="09/10/1991", phone=f"07700 900{phone}", **values)
        world.entry(f"{case}-2", f"{forename} {surnames[1]}", phone=f"07700 900{phone}", **values)
    # Where two fit, it may be either.
    shared = {"address_text": "8 Hazel Row", "postcode": "B99 5EE", "phone": "07700 900655"}
    world.entry("either-1", "Karen Ashgrove", dob="03/03/1960", **shared)
    world.entry("either-2", "Karen Birchall", dob="21/11/1988", **shared)
    world.entry("either-undated", "Karen Cedarwood", **shared)
    # An honorific before the name in use may stand alone for it, but brothers share one: it may be either's.
    for case, name, born, phone in [
        ("before-1", "Tariq Brackenhall", "05/06/1981", "476"),
        ("before-2", "Mohammed Brackenhall", "05/06/1981", "476"),
        ("before-3", "Babar Fernhollow", "12/02/1973", "477"),
        ("before-4", "Mohammed Babar Fernhollow", "12/02/1973", "478"),
        # Its short form is the same forename, beside whatever name is in use.
        ("mo-1", "Mohammed Quillbrook", "07/03/1986", "832"),
        ("mo-2", "Mo Quillbrook", "07/03/1986", "832"),
    ]:
        world.entry(case, name, dob=born, phone=f"07700 900{phone}")
    return world


@pytest.fixture(scope="module")
def records_of_the_populous(tmp_path_factory: pytest.TempPathFactory) -> Records:
    return resolved(built_of(populous(), tmp_path_factory.mktemp("populous")))


@pytest.mark.parametrize(
    ("left", "right", "are_one"),
    [
        ("rare-1", "rare-2", False),
        ("honorific-1", "honorific-2", False),
        ("place-1", "place-2", True),
        ("no-place-1", "no-place-2", False),
        ("place-common-1", "place-common-2", False),
        ("either-1", "either-2", False),
        ("either-1", "either-undated", False),
        ("either-2", "either-undated", False),
        ("before-1", "before-2", False),
        ("before-3", "before-4", True),
        ("mo-1", "mo-2", True),
    ],
)
def test_half_a_name_beside_the_same_number(
    left: str, right: str, are_one: bool, records_of_the_populous: Records
) -> None:
    assert person(records_of_the_populous, left) is not None
    assert (person(records_of_the_populous, left) == person(records_of_the_populous, right)) == are_one


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        ("son-1", "son-3", "more_than_one_person_fits"),
        ("event-son-1", "event-son-3", "more_than_one_person_fits"),
        ("operator-wrong", "operator-right", "typed_name_contradicts_the_nominal"),
    ],
)
def test_what_was_refused_is_listed_with_the_reason(
    left: str, right: str, reason: str, world: World, records: Records
) -> None:
    pair = tuple(sorted((str(person(records, left)), str(person(records, right)))))
    reasons = world.query("select left_person_key, right_person_key, reason from governance.gov_identity_review")
    assert (*pair, reason) in reasons


def test_no_person_holds_irreconcilable_dates_of_birth(world: World) -> None:
    dates = (
        "(select distinct cluster_id, dob_id from intermediate.int_identity__people"
        " inner join intermediate.int_identity__mention_names using (mention_id) where dob_id is not null)"
    )
    irreconcilable = world.query(
        f"select cluster_id from {dates} as one inner join {dates} as other using (cluster_id)"
        " left join intermediate.int_identity__date_comparisons as near"
        " on one.dob_id = near.left_dob_id and other.dob_id = near.right_dob_id"
        " where one.dob_id <> other.dob_id and near.left_dob_id is null"
    )
    assert irreconcilable == []


def test_corrections_are_carried_out(records: Records, corrected: Records) -> None:
    assert person(corrected, "correct-1") != person(corrected, "correct-2")
    assert person(corrected, "correct-3") == person(corrected, "correct-4")
    assert person(records, "correct-3") != person(records, "correct-4")
    assert person(corrected, "correct-5") != person(corrected, "correct-6")
    assert person(records, "correct-5") == person(records, "correct-6")
    assert person(corrected, "correct-7") is None
    assert person(records, "correct-call", "call") == person(records, "correct-8")
    assert person(corrected, "correct-call", "call") is None
    assert person(corrected, "correct-10") != person(corrected, "correct-11")


def test_corrections_change_nobody_else(records: Records, corrected: Records) -> None:
    others = {key for key in records if not key[1].startswith("correct-")}
    assert {key: records[key] for key in others} == {key: corrected[key] for key in others}


def test_corrections_that_no_longer_bite_are_reported(world: World, corrected: Records) -> None:
    effects = dict(world.query("select correction_id, effect from governance.gov_corrections"))
    assert effects == {
        **dict.fromkeys(("T-1", "T-2", "T-3", "T-4", "T-5", "T-10", "T-11"), "applied"),
        **dict.fromkeys(("T-6", "T-7"), "no_longer_needed"),
        "T-8": "not_found",
        "T-9": "contradictory",
    }
    due = world.query("select correction_id from governance.gov_corrections where is_review_due")
    assert due == [("T-1",)]
    shown = world.query(
        "select left_person_key, right_person_key from governance.gov_corrections where correction_id = 'T-2'"
    )
    assert shown == [(person(corrected, "correct-3"), person(corrected, "correct-4"))]


WHY = ("--reason", "a question about the rules")
"""Extracts without the mark of made-up people count as real."""


@pytest.mark.parametrize("why", [(), ("--reason", " "), ("--reason", "x"), ("--reason", "n/a"), ("--reason", "test 1")])
def test_explain_asks_what_for_where_people_are_real(why: tuple[str, ...], world: World, records: Records) -> None:
    asked = world.run("fsu", "explain", str(person(records, "nick-1")), *why, check=False)
    assert asked.returncode != 0
    assert "--reason" in asked.stderr
    assert asked.stdout == ""


def test_explain_says_why_two_records_are_one_person(world: World, records: Records) -> None:
    assert records
    said = world.run(
        "fsu", "explain", "controlworks/person_entry/slip-1", "controlworks/person_entry/slip-2", *WHY
    ).stdout
    assert "They are one person" in said
    assert "Same phone: Same date of birth, one slip in the name. (phone_slip_same_dob)" in said


def test_explain_says_why_two_records_are_two_people(world: World, records: Records) -> None:
    assert records
    said = world.run(
        "fsu", "explain", "controlworks/person_entry/son-1", "controlworks/person_entry/son-3", *WHY
    ).stdout
    assert "They are two people" in said
    assert "more than one person fits" in said


def test_explain_lists_what_makes_up_a_person_and_no_personal_value(world: World, records: Records) -> None:
    said = world.run("fsu", "explain", str(person(records, "nick-1")), *WHY).stdout
    assert "3 records" in said
    assert "Same full name: Same date of birth." in said
    assert "oakenfold" not in said.lower()


@pytest.mark.parametrize(
    "wrong", ["not-a-record", "controlworks/person_entry/blank-1", "controlworks/person_entry/none"]
)
def test_explain_says_what_is_wrong_with_the_question(wrong: str, world: World, records: Records) -> None:
    assert records
    said = world.run("fsu", "explain", wrong, "controlworks/person_entry/nick-1", *WHY, check=False)
    assert said.returncode == 2
    assert wrong in said.stderr


def test_explain_repeats_nothing_that_may_be_a_name(world: World, records: Records) -> None:
    assert records
    said = world.run("fsu", "explain", "Ann Oakenfold", *WHY, check=False)
    assert said.returncode == 2
    assert "person_key" in said.stderr
    assert "oakenfold" not in (said.stdout + said.stderr).lower()


def test_one_national_id_is_one_person_but_for_a_correction(records: Records, corrected: Records) -> None:
    assert len({person(records, f"correct-id-{number}", "nominal") for number in range(3)}) == 1
    apart = [person(corrected, f"correct-id-{number}", "nominal") for number in range(3)]
    assert None not in apart
    assert apart[0] != apart[1] == apart[2]
