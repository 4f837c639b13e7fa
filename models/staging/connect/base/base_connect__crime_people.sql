{{ landed_rows('connect', 'crime_people', ids=['crime_no', 'nominal_id'], codes=['role']) }}
