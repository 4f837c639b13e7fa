{{ landed_rows('connect', 'nominal_aliases', ids=['alias_id', 'nominal_id'], names=['surname']) }}
