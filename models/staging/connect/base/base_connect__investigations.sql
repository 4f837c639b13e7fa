{{ landed_rows('connect', 'investigations', ids=['investigation_id', 'crime_no'], event_start='opened_at') }}
