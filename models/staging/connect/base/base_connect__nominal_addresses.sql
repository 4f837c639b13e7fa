{{ landed_rows('connect', 'nominal_addresses', ids=['address_id', 'nominal_id']) }}
