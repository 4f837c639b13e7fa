{{ landed_rows('controlworks', 'contacts', ids=['roc_ref', 'log_no'], event_start='created_at') }}
