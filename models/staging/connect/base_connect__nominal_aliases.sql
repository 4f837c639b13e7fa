{{ landed_rows(
    source('connect', 'nominal_aliases'),
    columns=[
        'alias_id', 'nominal_id', 'forename', 'surname', 'dob', 'is_restricted',
    ],
    key=['alias_id'],
    required=['alias_id', 'nominal_id'],
    ids=['alias_id', 'nominal_id'],
    names=['surname'],
) }}
