{{ landed_rows('connect', 'custody_records', ids=['custody_ref', 'nominal_id', 'crime_no'], event_start='arrived_at') }}
