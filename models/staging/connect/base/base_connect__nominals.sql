{{ landed_rows('connect', 'nominals', ids=['nominal_id', 'merged_into']) }}
