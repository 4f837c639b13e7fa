{#-
    What each dispatched macro, and each function that models call as it is, has to give on every engine: a name, a case, an expression and
    its value. A row that comes out names the case that this engine answers in another way.
-#}
{%- set line_end = "chr(10)" -%}
{%- set sunday = "cast('2026-10-25 00:30:00' as " ~ dbt.type_timestamp() ~ ")" -%}
{%- set second_later = "cast('2026-10-25 00:30:01.500000' as " ~ dbt.type_timestamp() ~ ")" -%}
{%- set no_text = "cast(null as " ~ dbt.type_string() ~ ")" -%}
{%- set words = "(values ('b'), ('a'), ('B')) as listed (word)" -%}
{%- set places = [] -%}
{%- for text in ["'a||b'", "''", no_text] -%}
    {%- set split = split_to_rows('(select 1 as id, ' ~ text ~ ' as parts) as listed', ['id'], 'parts', '|') -%}
    {%- set shown = ordered_string_agg("cast(position as " ~ dbt.type_string() ~ ") || part", ',', 'position') -%}
    {%- do places.append('(select ' ~ shown ~ ' from (' ~ split ~ ') as split_rows)') -%}
{%- endfor -%}
{%- set cases = [
    ['regex_matches', 'a dot is a line end too', regex_matches("'a' || " ~ line_end ~ " || 'b'", '^a.b$'), 'true'],
    ['regex_matches', 'the end of a text is no line end', regex_matches("'ab' || " ~ line_end, 'b$'), 'false'],
    ['regex_matches', 'brackets in a class', regex_matches("'[x]'", '^[\\[(][^\\])]*[\\])]$'), 'true'],
    ['regex_matches', 'a backslash', regex_matches("'a' || chr(92) || 'b'", '^a\\\\b$'), 'true'],
    ['regex_matches', 'an apostrophe', regex_matches("'O''Brien'", "^O''B"), 'true'],
    ['regex_matches', 'no ASCII', regex_matches("'José'", '[^ -~]'), 'true'],
    ['regex_matches', 'nothing', regex_matches(no_text, 'a'), 'null'],
    ['regex_extract', 'the second group', regex_extract("'2026-W43'", '^([0-9]+)-W([0-9]+)$', 2), "'43'"],
    ['regex_extract', 'no match', regex_extract("'W43'", '^([0-9]+)$', 1), 'null'],
    ['regex_extract', 'an empty group', regex_extract("'ab'", 'a(x?)b', 1), 'null'],
    ['regex_extract', 'a dot is a line end too', regex_extract("'a' || " ~ line_end ~ " || 'bc'", 'a.(b.)', 1), "'bc'"],
    ['regex_replace', 'every match', regex_replace("'a1b22'", '[0-9]+', '#'), "'a#b#'"],
    ['regex_replace', 'groups change places', regex_replace("'SMITH JOHN'", '^([A-Z]+) ([A-Z]+)$', '\\2, \\1'), "'JOHN, SMITH'"],
    ['regex_replace', 'a dot is a line end too', regex_replace("'a' || " ~ line_end ~ " || 'b'", 'a.b', 'x'), "'x'"],
    ['may_end_in_blanks', 'a blank before', may_end_in_blanks("' a'"), 'true'],
    ['may_end_in_blanks', 'a tab behind', may_end_in_blanks("'a\t'"), 'true'],
    ['may_end_in_blanks', 'a blank of a word processor', may_end_in_blanks("'a\u00a0'"), 'true'],
    ['may_end_in_blanks', 'a blank inside', may_end_in_blanks("'a b'"), 'false'],
    ['may_end_in_blanks', 'nothing', may_end_in_blanks(no_text), 'null'],
    ['upper_ascii', 'every letter', upper_ascii("'o-brien'"), "'O-BRIEN'"],
    ['upper_ascii', 'other letters stay', upper_ascii("'josé ß'"), "'JOSé ß'"],
    ['upper_folded', 'letters', upper_folded("'o-brien'"), "'O-BRIEN'"],
    ['byte_order', 'capitals first', byte_order("'Z'") ~ ' < ' ~ byte_order("'a'"), 'true'],
    ['byte_order', 'accents last', byte_order("'é'") ~ ' > ' ~ byte_order("'z'"), 'true'],
    ['day_of_week', 'Sunday', day_of_week(sunday), '0'],
    ['day_of_week', 'Saturday', day_of_week(sunday ~ " - interval '1 hour'"), '6'],
    ['seconds_between', 'whole seconds', seconds_between(sunday, second_later), '1'],
    ['seconds_between', 'backwards', seconds_between(second_later, sunday), '-2'],
    ['ordered_string_agg', 'by bytes', '(select ' ~ ordered_string_agg('word', '|', byte_order('word')) ~ ' from ' ~ words ~ ')', "'B|a|b'"],
    ['split_to_rows', 'an empty place counts', places[0], "'1a,2,3b'"],
    ['split_to_rows', 'an empty text has no part', places[1], 'null'],
    ['split_to_rows', 'nothing has no part', places[2], 'null'],
    ['token', '32 signs', 'length(' ~ token("'a'", 'phone') ~ ')', '32'],
    ['token', 'another field', token("'a'", 'phone') ~ ' <> ' ~ token("'a'", 'record'), 'true'],
    ['token', 'nothing', token(no_text, 'phone'), 'null'],
    ['salt_check', '32 signs', 'length(' ~ salt_check() ~ ')', '32'],
    ['type_double', '64 bits', "cast('0.1' as " ~ type_double() ~ ") * 3 > cast('0.3' as " ~ type_double() ~ ")", 'true'],
    ['type_varchar', 'no length', "length(cast('SMITH ' as " ~ type_varchar() ~ '))', '6'],
    ['contract_type', 'text', "length(cast('SMITH ' as " ~ contract_type('varchar') ~ '))', '6'],
    ['contract_type', 'numbers', "cast('0.5' as " ~ contract_type('double precision') ~ ') * 2', '1'],
    ['url_encode', 'blanks and slashes', url_encode("'LOG 42/BW/26'"), "'LOG%2042%2FBW%2F26'"],
    ['url_encode', 'what an address reads as its own', url_encode("'a?b#c&d+e=f;g%'"), "'a%3Fb%23c%26d%2Be%3Df%3Bg%25'"],
    ['url_encode', 'what a browser turns into a slash', url_encode("'a' || chr(92) || 'b'"), "'a%5Cb'"],
    ['url_encode', 'letters of any script', url_encode("'Żółć 日'"), "'%C5%BB%C3%B3%C5%82%C4%87%20%E6%97%A5'"],
    ['url_encode', 'what may stand as it is', url_encode("'aZ09-._~'"), "'aZ09-._~'"],
    ['url_encode', 'brackets and stars', url_encode("'{a}*<b>'"), "'%7Ba%7D%2A%3Cb%3E'"],
    ['url_encode', 'nothing', url_encode("''"), "''"],
    ['url_encode', 'no text', url_encode(no_text), 'null'],
    ['split_part', 'the second', dbt.split_part("'a,b'", "','", 2), "'b'"],
    ['split_part', 'none', 'coalesce(' ~ dbt.split_part("'a,b'", "','", 3) ~ ", '')", "''"],
    ['dateadd', 'the end of a month', 'cast(' ~ dbt.dateadd('month', 1, "cast('2026-01-31' as date)") ~ ' as date)', "cast('2026-02-28' as date)"],
    ['datediff', 'days', dbt.datediff("cast('2026-02-28' as date)", "cast('2026-03-01' as date)", 'day'), '1'],
    ['date_trunc', 'months', 'cast(' ~ dbt.date_trunc('month', "cast('2026-01-31' as date)") ~ ' as date)', "cast('2026-01-01' as date)"],
    ['abs', 'below zero', 'abs(-2)', '2'],
    ['chr', 'a backslash', 'length(chr(92))', '1'],
    ['coalesce', 'the first given', "coalesce(" ~ no_text ~ ", 'a')", "'a'"],
    ['extract', 'a quarter', 'extract(quarter from ' ~ sunday ~ ')', '4'],
    ['floor', 'below zero', 'floor(-0.5)', '-1'],
    ['greatest', 'nothing is passed over', 'greatest(1, null, 2)', '2'],
    ['least', 'nothing is passed over', 'least(2, null, 1)', '1'],
    ['left', 'as many signs', "left('José', 4)", "'José'"],
    ['length', 'signs, not bytes', "length('José ')", '5'],
    ['lower', 'letters', "lower('SMITH')", "'smith'"],
    ['lpad', 'a longer text is cut', "lpad('123', 2, '0')", "'12'"],
    ['md5', 'in hex', "md5('a')", "'0cc175b9c0f1b6a831c399e269772661'"],
    ['mod', 'below zero', 'mod(-7, 3)', '-1'],
    ['nullif', 'an empty text', "nullif('', '')", 'null'],
    ['position', 'none', "position('x' in 'abc')", '0'],
    ['replace', 'every one', "replace('a b c', ' ', '')", "'abc'"],
    ['round', 'halves away from zero', 'round(cast(-2.5 as decimal(18, 6)), 0)', '-3'],
    ['substr', 'beyond the end', "substr('abc', 3, 9)", "'c'"],
    ['substring', 'from a place', "substring('abc' from 2)", "'bc'"],
    ['translate', 'what has no counterpart goes', "translate('a-b', 'ab-', 'AB')", "'AB'"],
    ['trim', 'a set of signs', "trim(both '| ' from ' |a b| ')", "'a b'"],
    ['upper', 'letters', "upper('smith')", "'SMITH'"],
] -%}
{% for name, what, expression, value in cases %}
select '{{ name }}' as name, '{{ what }}' as what where ({{ expression }}) is distinct from {{ value }}
{{ 'union all' if not loop.last }}
{%- endfor %}
