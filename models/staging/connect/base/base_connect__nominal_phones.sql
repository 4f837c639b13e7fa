{{ landed_rows('connect', 'nominal_phones', ids=['nominal_id'], dates=['first_seen_on'], hidden=['phone']) }}
