{{ landed_rows(
    source('connect', 'nominal_phones'),
    columns=[
        'nominal_id', 'phone', 'first_seen_on', 'last_seen_on',
    ],
    key=['nominal_id', 'phone', 'first_seen_on'],
    required=['nominal_id', 'phone'],
    ids=['nominal_id'],
    dates=['first_seen_on'],
    hidden=['phone'],
) }}
