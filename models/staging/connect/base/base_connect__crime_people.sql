{{ landed_rows(
    source('connect', 'crime_people'),
    columns=[
        'crime_no', 'nominal_id', 'role',
    ],
    key=['crime_no', 'nominal_id', 'role'],
    required=['crime_no', 'nominal_id', 'role'],
    ids=['crime_no', 'nominal_id'],
    codes=['role'],
) }}
