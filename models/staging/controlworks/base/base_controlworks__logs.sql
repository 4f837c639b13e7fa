{{ landed_rows(
    source('controlworks', 'logs'),
    columns=[
        'log_no', 'opened_at', 'closed_at', 'initial_grade', 'final_grade', 'opening_code',
        'closing_code', 'qualifiers', 'source_channel', 'location_text', 'postcode', 'uprn',
        'npu_code',
    ],
    key=['log_no'],
    required=['log_no', 'opened_at'],
    ids=['log_no'],
    timestamps={'opened_at': 'civil'},
    event_start='opened_at',
) }}
