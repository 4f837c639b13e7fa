{{ landed_rows('connect', 'crimes', ids=['crime_no', 'log_no'], event_start='recorded_at', codes=['ho_offence_code']) }}
