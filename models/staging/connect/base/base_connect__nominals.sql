{{ landed_rows('connect', 'nominals', ids=['nominal_id', 'pnc_id', 'merged_into'], names=['surname']) }}
