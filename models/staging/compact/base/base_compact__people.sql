{{ landed_rows('compact', 'people', ids=['person_ref'], names=['surname']) }}
