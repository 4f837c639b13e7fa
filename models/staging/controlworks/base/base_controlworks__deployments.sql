{{ landed_rows(
    source('controlworks', 'deployments'),
    columns=[
        'deployment_id', 'log_no', 'callsign', 'team_type', 'officers', 'dispatched_at',
        'arrived_at', 'cleared_at',
    ],
    key=['deployment_id'],
    required=['deployment_id', 'log_no', 'dispatched_at'],
    ids=['deployment_id', 'log_no'],
    timestamps={'dispatched_at': 'civil'},
    event_start='dispatched_at',
) }}
