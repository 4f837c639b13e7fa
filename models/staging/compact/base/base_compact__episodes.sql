{{ landed_rows('compact', 'episodes', ids=['episode_ref', 'person_ref', 'log_no'], event_start='reported_at') }}
