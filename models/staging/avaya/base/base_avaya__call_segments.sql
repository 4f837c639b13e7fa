{{ landed_rows(
    source('avaya', 'call_segments'),
    columns=[
        'ucid', 'callid', 'segment', 'segstart_utc', 'segstop_utc', 'calling_pty', 'dialed_num',
        'dispvdn', 'disposition', 'queuetime', 'ringtime', 'talktime', 'ansholdtime', 'acwtime',
        'duration', 'transferred', 'conference', 'anslogin',
    ],
    key=['ucid', 'segment'],
    required=['ucid', 'segment', 'segstart_utc'],
    ids=['ucid'],
    timestamps={'segstart_utc': 'utc'},
    event_start='segstart_utc',
    integers=['segment'],
) }}
