{#
    Every variable that changes what comes out, with its meaning: what gov_definitions lists beside its value. A test compares this
    list with dbt_project.yml, so that no parameter can be in force unseen.
#}
{% macro parameters() -%}
    {{ return([
        ('as_of_date', 'First civil day that is not counted, where one is asked for; empty: the day after the newest event landed.'),
        ('contact_chain_minutes', 'A call belongs to the contact or log that was typed at most so many minutes after it started.'),
        ('custody_max_hours', 'A detention without a release counts up to as_of_date where that is at most so many hours.'),
        ('longest_credible_hours', 'A deployment or detention of more hours than this is unknown, and a finding.'),
        ('communal_address_people', 'A property where more people than this live is communal, and never a household.'),
        ('cohort_size', 'People in the cohort.'),
        ('near_miss_size', 'People in the band of near misses below the cohort.'),
        ('small_number_threshold', 'Below this, a count in an answer meant for others is withheld, and so is what would give it away.'),
        ('harm_index', 'Harm index in force.'),
        ('sensitive_theme_policy_ref', 'Policy document under which a theme on health may be on; empty: none may.'),
        ('sensitive_theme_approver', 'Whether somebody who approved a theme on health is named; who, is not shown here.'),
        ('sensitive_theme_approved_on', 'Day on which a theme on health was approved.'),
        ('sensitive_theme_review_on', 'Day from which a theme on health is off again, unless it was reviewed.'),
        ('source_url_template', 'Address of one event in the system it came from.'),
        ('max_segment_seconds', 'A telephony segment with a figure of more seconds than this has an unknown one.'),
        ('max_officers_on_unit', 'A unit of more officers than this has an unknown number of them.'),
        ('max_officers_on_investigation', 'An investigation with more officers allocated than this has an unknown number of them.'),
        ('max_logged_hours', 'An investigation or missing-person episode with more logged hours than this has unknown ones.'),
        ('max_id_characters', 'An id or reference of more characters than this is none: its row is rejected.'),
        ('max_text_characters', 'A free text of more characters than this is missing.'),
        ('longest_credible_life_years', 'A date of birth more years ago than this is impossible.'),
        ('established_name_count', 'Beside how many different surnames (forenames) a forename (surname) must stand to be a name in its own right, not a slip.'),
        ('short_forename_length', 'Up to so many letters a forename with another vowel is another forename (Rojin, Rojan), not a slip.'),
        ('conflict_veto', 'Whether a link that would make a person disagree with themselves is refused.'),
        ('community_name_share', 'Share of the people of one community who bear a forename: what a name counts as beyond chance.'),
        ('known_street_count', 'Seen with its postcode so many times, always in one district, a street is known.'),
        ('by_far_ratio', 'Who was seen with a number or place so many times as often as anybody else is who is meant there.'),
        ('phone_grace_days', 'How long before its first and after its last sighting with a person a number still counts as theirs; always, where they alone were seen with it, thrice.'),
    ]) }}
{%- endmacro %}
