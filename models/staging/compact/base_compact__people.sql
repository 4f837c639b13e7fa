{{ landed_rows(
    source('compact', 'people'),
    columns=[
        'person_ref', 'forename', 'surname', 'known_as', 'dob', 'phone', 'postcode', 'uprn',
    ],
    key=['person_ref'],
    required=['person_ref'],
    ids=['person_ref'],
    names=['surname'],
) }}
