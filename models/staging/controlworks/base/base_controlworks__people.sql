{{ landed_rows(
    source('controlworks', 'people'),
    columns=[
        'person_entry_id', 'roc_ref', 'log_no', 'role', 'full_name', 'dob', 'phone', 'address_text',
        'postcode', 'nominal_id', 'organisation',
    ],
    key=['person_entry_id'],
    required=['person_entry_id', 'role'],
    ids=['person_entry_id', 'roc_ref', 'log_no', 'nominal_id'],
    codes=['role'],
) }}
