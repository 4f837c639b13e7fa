{{ landed_rows(
    source('connect', 'nominals'),
    columns=[
        'nominal_id', 'forename', 'middle_names', 'surname', 'dob', 'merged_into', 'is_restricted',
    ],
    key=['nominal_id'],
    required=['nominal_id'],
    ids=['nominal_id', 'merged_into'],
    names=['surname'],
) }}
