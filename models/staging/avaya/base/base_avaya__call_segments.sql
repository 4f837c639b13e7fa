{{ landed_rows('avaya', 'call_segments', ids=['ucid'], event_start='segstart_utc', integers=['segment']) }}
