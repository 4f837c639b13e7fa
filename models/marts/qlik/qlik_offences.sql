{%- set fields = {
    '%offence': 'offences.ho_offence_code',
    'Offence Code': 'offences.ho_offence_code',
    'Offence': 'coalesce(offences.offence_name, \'Not in the list\')',
    'Offence Subgroup': 'coalesce(offences.offence_subgroup, \'Not in the list\')',
    'Offence Group': 'coalesce(offences.offence_group, \'Not in the list\')',
    'Offence Harm': 'offences.harm_weight',
    'Offence Harm Known': yes_no('offences.is_harm_mapped'),
    'Offence Harm Known Flag': flag_number('offences.is_harm_mapped'),
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('dim_offences') }} as offences
