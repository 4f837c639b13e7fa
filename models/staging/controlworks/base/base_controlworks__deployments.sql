{{ landed_rows('controlworks', 'deployments', ids=['deployment_id', 'log_no'], event_start='dispatched_at') }}
