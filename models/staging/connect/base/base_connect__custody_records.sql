{{ landed_rows(
    source('connect', 'custody_records'),
    columns=[
        'custody_ref', 'nominal_id', 'arrived_at', 'released_at', 'suite', 'crime_no',
        'ho_offence_code',
    ],
    key=['custody_ref'],
    required=['custody_ref', 'nominal_id', 'arrived_at'],
    ids=['custody_ref', 'nominal_id', 'crime_no'],
    timestamps={'arrived_at': 'civil'},
    event_start='arrived_at',
) }}
