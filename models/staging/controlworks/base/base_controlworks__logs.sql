{{ landed_rows('controlworks', 'logs', ids=['log_no'], event_start='opened_at') }}
