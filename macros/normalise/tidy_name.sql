{#
    A typed name as words with single spaces: Latin letters and hyphens, a comma, a ';' where a note starts, a '?' where
    somebody did not know, a '~' where a slash, or a dash with a space beside it, stands before the last word (the
    second half of a surname, or a note). Accents are folded, brackets and quoted nicknames go with what is in them,
    apostrophes close up (O'Brien, O' Brien: OBrien), whoever somebody is named by goes ("John's mum"), digits and other
    signs go. Case stays: it can tell a surname ('SMITH John'). `expression` is a column of Latin letters (see
    latin_letters).
#}
{% macro tidy_name(expression) -%}
    {%- set steps = [
        ['~', ' '],
        ['&#0?39;|&apos;', "''"],
        ['&([A-Za-z])(acute|grave|circ|uml|tilde|cedil|caron|slash|ring|ogon);', '\\1'],
        ["^[ .*_-]+([A-Za-z]+)$", '? \\1'],
        ['[(][^()]*[)]|\\[[^\\]]*\\]|[{][^}]*[}]|<[^>]*>', ' '],
        ['[(\\[{<].*$', ' '],
        ['"[^"]*"', ' '],
        ["(^| )''[^'']+''( |,|$)", ' \\2'],
        ["^.*[A-Za-z]''[Ss] +", ' '],
        ["([ODLod])'' +([A-Za-z])", '\\1\\2'],
        ["''", ''],
        [generation_note(), ''],
        ['([A-Z][A-Za-z]+ [A-Z][A-Za-z]+),? +son( +of .*)?$', '\\1'],
        ['([Nn])/([AaKkSs])', '\\1\\2'],
        ['(^| )K[. ]+C[.]?( *,| *$)', ' KC\\2'],
        ['(^| )([Cc]/[Oo]|[Aa]/[Kk]/[Aa]|[Tt]/[Aa]|[Aa][.][Kk][.][Aa])([ .:]|$)', ' ; '],
        ['(^| )([Bb]orn|BORN|[Aa]ged?|AGED?)[ :]+[0-9].*$', ' ; '],
        ['([A-Za-z]) *- *([A-Za-z]+ *,)', '\\1-\\2'],
        ['([A-Za-z]+[ .]+[A-Za-z]+)( +-+ *| *-+ +| */ *)([A-Z][A-Za-z]+) *$', '\\1 ~ \\3'],
        ['(^|[^A-Za-z])-+', ' ; '],
        ['-+([^A-Za-z]|$)', ' ; '],
        ['[0-9]+(st|nd|rd|th|ST|ND|RD|TH)?', ''],
        ['[;:/|*=+&@]+', ' ; '],
        [',', ' , '],
        ['[?]+', ' ? '],
        ['[^A-Za-z,;?~-]+', ' '],
    ] -%}
    {%- set tidy = namespace(sql=fold_accents(expression)) -%}
    {%- for pattern, replacement in steps -%}
        {%- set tidy.sql = regex_replace(tidy.sql, pattern, replacement) -%}
    {%- endfor -%}
    -- Nothing left: a lone sign, so that the value still gives a row when it is split.
    coalesce(nullif(trim({{ tidy.sql }}), ''), ';')
{%- endmacro %}

{# What tells father from son after a dash: 'John Smith - son'. A comma is left alone: 'NGUYEN, Son' is a name. #}
{% macro generation_note() -%}
    {{ return(' *[-;/] *([Tt]he +)?([Ss]on|SON|[Ff]ather|FATHER|[Dd]ad|DAD|[Dd]aughter|DAUGHTER|[Mm]other|MOTHER|[Ss]enior|SENIOR|[Jj]unior|JUNIOR|[SsJj][Nn]?[Rr])[ .]*$') }}
{%- endmacro %}

{# The same for a name that is words and at most commas already, as most are; NULL for any other. Wants a plain column. #}
{% macro plain_name(expression) -%}
    case
        when {{ regex_matches(expression, '^[A-Za-z]+(,? [A-Za-z]+)*$') }}
            and {{ expression }} not like '% son%' and {{ expression }} not like '%K C%'
            then replace({{ expression }}, ',', ' ,')
    end
{%- endmacro %}
