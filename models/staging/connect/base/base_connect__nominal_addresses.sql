{{ landed_rows(
    source('connect', 'nominal_addresses'),
    columns=[
        'address_id', 'nominal_id', 'address_text', 'postcode', 'uprn', 'address_type', 'from_date',
        'to_date',
    ],
    key=['address_id'],
    required=['address_id', 'nominal_id'],
    ids=['address_id', 'nominal_id'],
) }}
