{{ landed_rows('controlworks', 'people', ids=['person_entry_id', 'roc_ref', 'log_no', 'nominal_id'], codes=['role']) }}
