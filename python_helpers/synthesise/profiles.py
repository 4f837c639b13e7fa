"""How much trouble each profile plants: one table, one line a trouble."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True)
class Profile:
    """Rates of planted trouble; shares between 0 and 1 unless the comment says otherwise."""

    name: str

    # people who are hard to tell apart
    twins: float  # of sibling pairs born on the same day
    similar_twin_names: float  # of twins: forenames with the same initial
    juniors: float  # of sons of ten and more: named after the father, same address
    suffix: float  # of records of such a father or son: Snr, Jnr, II ... is typed
    shared_forename: float  # of siblings of one sex whose elder has Mohammed, Syeda, Maria ... first: they have, too
    one_given_name: float  # of Sikh couples: one given name, Singh and Kaur; of others a tenth as many (Sam, Kim)
    title_surnames: float  # of British families: a surname that is a title or a placeholder elsewhere (Judge, Null)
    first_january: float  # factor on the communities' shares of births registered on 1 January (families.py)
    family_name_first: float  # of Chinese and Vietnamese names: typed as they are said, family name first
    namesakes: float  # of people: given another person's full name
    near_namesakes: float  # of namesakes: and a date of birth one slip away from that person's
    # numbers
    recycled_numbers: float  # of abandoned mobile numbers: taken up by somebody else later
    withheld: float  # of calls other than 999
    shared_handset: float  # of calls: made on the number of another member of the household
    landline: float  # of calls by a household with a landline
    household_mobile: float  # of households: one mobile for everybody
    strangers_number: float  # of typed numbers: an unrelated person's
    # who is on an event
    relatives_ring: float  # of calls on behalf of somebody: about a member of the household
    pairs_on_record: float  # of people at home who are easily taken for one another: both known to the police
    lookalike_on_event: float  # of those, where somebody at home is easily taken for the caller: about them
    other_on_crime: float  # of a log's crimes: a victim, and a suspect, whom the log does not name
    both_roles: float  # of entries and crimes: one person in two roles that exclude each other
    # what a system knows twice
    duplicate_nominals: float  # of nominals: a second one exists
    merged_nominals: float  # of duplicates: merged, sooner or later
    wrong_merge: float  # of merges: into the record of somebody else
    duplicate_compact: float  # of Compact people: a second one exists
    operator_link: float  # of person entries for a nominal known to Connect
    operator_link_wrong: float  # of those links: to somebody else
    pnc_known: float  # of nominals of people who were ever arrested: their national identifier stands there
    pnc_mistyped: float  # of those: one digit wrong
    pnc_copied: float  # of nominals: somebody else's, mostly a member of the household's
    # what is missing on an entry typed in ControlWorks (multiplies the gaps that every control room has)
    gaps: float  # factor
    nothing: float  # of entries: no name and no number at all
    name_alone: float  # of entries: a name and nothing else
    # what is typed wrong
    typo: float  # of names
    transliteration: float  # of names with another spelling
    nickname: float  # of forenames with a nickname, when the person goes by it half the time
    swapped_order: float  # of full names: surname first, no comma
    initial_only: float  # of forenames
    one_name_only: float  # of names: surname or forename alone
    dob_swapped: float  # day and month, where both can be
    dob_digit: float  # one digit wrong
    dob_first_january: float  # only the year known
    dob_approximate: float  # 'approx 40'
    placeholder: float  # UNKNOWN, 01/01/1900, 07000000000 ...
    phone_typo: float  # one digit wrong
    whose_number: float  # of phones typed for a subject: the caller's
    stale_address: float  # of addresses: one they have left
    # right, and in an unusual form
    wrong_field: float  # of nominals: the whole name in the surname field, or in the forename field
    mojibake: float  # of names with letters beyond ASCII: bytes of one encoding read in another
    two_numbers: float  # of typed numbers, where there is another one of the household: both in one box
    letters_for_digits: float  # of typed numbers: O for 0
    age_beside: float  # of typed dates of birth: the age behind it
    single_names: float  # of Afghans: no family name
    # names that change or come in two kinds
    surname_change: float  # of adult women; a quarter of that of everyone else
    alias: float  # of people
    sealed: float  # of nominals, and ten times that of aliases
    honorific_dropped: float  # of names with an honorific element
    # extracts
    stale_rows: float  # of rows: also there as extracted earlier, with other values
    exact_duplicates: float  # of rows
    missing_effort: float  # factor on missing cleared_at, logged_hours, police_hours
    unknown_codes: float  # of codes
    old_rows: float  # of a quarter's events: kept from before the window
    unknown_suspects: float  # of crimes: on Connect's catch-all records for nobody in particular
    absurd: float  # of values: a negative duration, an end before the beginning (hostile only)
    ties: float  # of rows: twice at the same extraction, with different values (hostile only)
    unusable_rows: float  # of rows: no key, no timestamp, from the future (hostile only)
    orphans: float  # of references: to something that was not extracted (hostile only)
    special_category_columns: bool  # columns that must never be read come along
    merge_loops: int  # nominals merged in a circle, per 1000 merged


CLEAN = Profile(
    name="clean",
    twins=0.010, similar_twin_names=0.2, juniors=0.010, suffix=0.10, shared_forename=0.30, one_given_name=0.01,
    title_surnames=0.002, first_january=0.5, family_name_first=0.20, namesakes=0.001, near_namesakes=0.0,
    recycled_numbers=0.0, withheld=0.02, shared_handset=0.01, landline=0.10,
    household_mobile=0.01, strangers_number=0.0005,
    relatives_ring=0.60, pairs_on_record=0.50, lookalike_on_event=0.10, other_on_crime=0.10, both_roles=0.002,
    duplicate_nominals=0.01, merged_nominals=0.8, wrong_merge=0.0,
    duplicate_compact=0.0, operator_link=0.25, operator_link_wrong=0.0,
    pnc_known=0.97, pnc_mistyped=0.001, pnc_copied=0.0005,
    gaps=0.35, nothing=0.005, name_alone=0.005,
    typo=0.005, transliteration=0.02, nickname=0.10, swapped_order=0.0, initial_only=0.0, one_name_only=0.005,
    dob_swapped=0.0, dob_digit=0.002, dob_first_january=0.002, dob_approximate=0.0, placeholder=0.005,
    phone_typo=0.001, whose_number=0.02, stale_address=0.02,
    wrong_field=0.001, mojibake=0.0, two_numbers=0.002, letters_for_digits=0.0, age_beside=0.005, single_names=0.05,
    surname_change=0.02, alias=0.01, sealed=0.001, honorific_dropped=0.05,
    stale_rows=0.005, exact_duplicates=0.0, missing_effort=0.3, unknown_codes=0.0, old_rows=0.002,
    unknown_suspects=0.0, absurd=0.0, ties=0.0, unusable_rows=0.0, orphans=0.0, special_category_columns=False,
    merge_loops=0,
)  # fmt: skip

TYPICAL = Profile(
    name="typical",
    twins=0.016, similar_twin_names=0.3, juniors=0.020, suffix=0.15, shared_forename=0.60, one_given_name=0.04,
    title_surnames=0.004, first_january=1.0, family_name_first=0.50, namesakes=0.006, near_namesakes=0.10,
    recycled_numbers=0.12, withheld=0.08, shared_handset=0.04, landline=0.15,
    household_mobile=0.04, strangers_number=0.004,
    relatives_ring=0.60, pairs_on_record=0.70, lookalike_on_event=0.30, other_on_crime=0.25, both_roles=0.01,
    duplicate_nominals=0.10, merged_nominals=0.45, wrong_merge=0.002,
    duplicate_compact=0.05,
    operator_link=0.10, operator_link_wrong=0.001,
    pnc_known=0.90, pnc_mistyped=0.01, pnc_copied=0.004,
    gaps=1.0, nothing=0.026, name_alone=0.012,
    typo=0.045, transliteration=0.20, nickname=0.35, swapped_order=0.02, initial_only=0.03, one_name_only=0.04,
    dob_swapped=0.02, dob_digit=0.025, dob_first_january=0.015, dob_approximate=0.02, placeholder=0.02,
    phone_typo=0.01, whose_number=0.15, stale_address=0.10,
    wrong_field=0.004, mojibake=0.05, two_numbers=0.01, letters_for_digits=0.003, age_beside=0.02, single_names=0.10,
    surname_change=0.04, alias=0.04, sealed=0.003, honorific_dropped=0.20,
    stale_rows=0.02, exact_duplicates=0.002, missing_effort=1.0, unknown_codes=0.002, old_rows=0.006,
    unknown_suspects=0.004, absurd=0.0, ties=0.0, unusable_rows=0.0, orphans=0.0, special_category_columns=False,
    merge_loops=0,
)  # fmt: skip

HOSTILE = Profile(
    name="hostile",
    twins=0.030, similar_twin_names=0.5, juniors=0.035, suffix=0.20, shared_forename=0.80, one_given_name=0.08,
    title_surnames=0.006, first_january=1.5, family_name_first=0.60, namesakes=0.020, near_namesakes=0.25,
    recycled_numbers=0.35, withheld=0.16, shared_handset=0.09, landline=0.25,
    household_mobile=0.08, strangers_number=0.012,
    relatives_ring=0.60, pairs_on_record=0.80, lookalike_on_event=0.45, other_on_crime=0.40, both_roles=0.02,
    duplicate_nominals=0.18, merged_nominals=0.35, wrong_merge=0.01,
    duplicate_compact=0.12, operator_link=0.06, operator_link_wrong=0.01,
    pnc_known=0.80, pnc_mistyped=0.03, pnc_copied=0.012,
    gaps=1.09, nothing=0.058, name_alone=0.02,
    typo=0.10, transliteration=0.40, nickname=0.55, swapped_order=0.05, initial_only=0.06, one_name_only=0.07,
    dob_swapped=0.05, dob_digit=0.06, dob_first_january=0.04, dob_approximate=0.05, placeholder=0.045,
    phone_typo=0.03, whose_number=0.30, stale_address=0.20,
    wrong_field=0.010, mojibake=0.10, two_numbers=0.02, letters_for_digits=0.010, age_beside=0.03, single_names=0.15,
    surname_change=0.08, alias=0.08, sealed=0.008, honorific_dropped=0.35,
    stale_rows=0.05, exact_duplicates=0.01, missing_effort=1.8, unknown_codes=0.01, old_rows=0.015,
    unknown_suspects=0.01, absurd=0.002, ties=0.002, unusable_rows=0.004, orphans=0.004, special_category_columns=True,
    merge_loops=20,
)  # fmt: skip

PROFILES = {profile.name: profile for profile in (CLEAN, TYPICAL, HOSTILE)}

# Troubles that the comparison of profiles does not order: the cleaner the world, the more an operator links and merges.
NOT_ORDERED = {"name", "operator_link", "merged_nominals", "pnc_known", "special_category_columns", "merge_loops"}

# The situations in which a rule of the identity is wrong: `--contradictions` multiplies their rates together.
CONTRADICTIONS = (
    "twins", "juniors", "shared_forename", "one_given_name", "namesakes", "recycled_numbers", "shared_handset",
    "household_mobile", "strangers_number", "whose_number", "stale_address", "operator_link_wrong", "other_on_crime",
    "both_roles", "wrong_merge", "pnc_mistyped", "pnc_copied", "alias",
)  # fmt: skip
MOST = 0.9  # no rate is multiplied beyond it


def ordered_rates(profile: Profile) -> dict[str, float]:
    """Return the rates that must not fall from clean to typical to hostile."""
    return {f.name: float(getattr(profile, f.name)) for f in fields(profile) if f.name not in NOT_ORDERED}


def contradicted(profile: Profile, factor: float) -> Profile:
    """Return the profile with the rates of `CONTRADICTIONS` times `factor` (at least 0), none of them above 0.9."""
    rates = {name: min(MOST, getattr(profile, name) * factor) for name in CONTRADICTIONS}
    return replace(profile, **rates)


@dataclass(frozen=True)
class Volumes:
    """Rows of one force-year at scale 1.0 (public figures, rounded; see docs)."""

    calls: int = 1_650_000
    contacts: int = 420_000
    logs: int = 630_000
    crimes: int = 308_000
    custody: int = 40_000
    missing: int = 20_000
    people_pool: int = 2_000_000  # people who might meet the force; about 850,000 of them do in a year


VOLUMES = Volumes()
