{{ landed_rows(
    source('compact', 'episodes'),
    columns=[
        'episode_ref', 'person_ref', 'reported_at', 'last_seen_at', 'found_at', 'risk_grade',
        'log_no', 'npu_code', 'in_care', 'police_hours',
    ],
    key=['episode_ref'],
    required=['episode_ref', 'person_ref', 'reported_at'],
    ids=['episode_ref', 'person_ref', 'log_no'],
    timestamps={'reported_at': 'civil'},
    event_start='reported_at',
) }}
