{{ landed_rows(
    source('connect', 'investigations'),
    columns=[
        'investigation_id', 'crime_no', 'opened_at', 'closed_at', 'team_type', 'officers_allocated',
        'logged_hours',
    ],
    key=['investigation_id'],
    required=['investigation_id', 'crime_no', 'opened_at'],
    ids=['investigation_id', 'crime_no'],
    timestamps={'opened_at': 'civil'},
    event_start='opened_at',
) }}
