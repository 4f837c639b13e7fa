{{ landed_rows(
    source('controlworks', 'contacts'),
    columns=[
        'roc_ref', 'created_at', 'closed_at', 'channel', 'reason_code', 'log_no', 'npu_code',
        'postcode',
    ],
    key=['roc_ref'],
    required=['roc_ref', 'created_at'],
    ids=['roc_ref', 'log_no'],
    timestamps={'created_at': 'civil'},
    event_start='created_at',
) }}
