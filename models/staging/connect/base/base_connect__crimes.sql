{{ landed_rows(
    source('connect', 'crimes'),
    columns=[
        'crime_no', 'recorded_at', 'committed_from', 'committed_to', 'ho_offence_code',
        'offence_description', 'log_no', 'npu_code', 'postcode', 'markers', 'outcome_code',
        'outcome_date',
    ],
    key=['crime_no'],
    required=['crime_no', 'recorded_at', 'ho_offence_code'],
    ids=['crime_no', 'log_no'],
    timestamps={'recorded_at': 'civil'},
    event_start='recorded_at',
    codes=['ho_offence_code'],
) }}
