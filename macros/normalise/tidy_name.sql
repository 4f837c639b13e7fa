{#
    A typed name as words with single spaces: Latin letters and hyphens, a comma, a ';' where a note starts, a '?' where
    somebody did not know, a '~' where a dash stands between two words at the end (the second half of a surname, or a note). Accents are folded, brackets and quoted nicknames go with what is in them, apostrophes close up
    (O'Brien, O' Brien: OBrien), whoever somebody is named by goes ("John's mum"), digits and other signs go. Case stays: it can tell a surname ('SMITH John').
    `expression` is a column of Latin letters (see latin_letters).
#}
{% macro tidy_name(expression) -%}
    {%- set steps = [
        ['~', ' '],
        ["^[ .*_-]+([A-Za-z]+)$", '? \\1'],
        ['[(][^()]*[)]|[[][^]]*[]]|[{][^}]*[}]|<[^>]*>', ' '],
        ['[([{<].*$', ' '],
        ['"[^"]*"', ' '],
        ["(^| )''[^'']+''( |,|$)", ' \\2'],
        ["^.*[A-Za-z]''[Ss] +", ' '],
        ["([ODLod])'' +([A-Za-z])", '\\1\\2'],
        ["''", ''],
        [generation_note(), ''],
        ['([Nn])/([AaKkSs])', '\\1\\2'],
        ['(^| )([Cc]/[Oo]|[Aa]/[Kk]/[Aa]|[Tt]/[Aa]|[Aa][.][Kk][.][Aa])([ .:]|$)', ' ; '],
        ['(^| )([Bb]orn|BORN|[Aa]ged?|AGED?)[ :]+[0-9].*$', ' ; '],
        ['([A-Za-z]) *- *([A-Za-z]+ *,)', '\\1-\\2'],
        ['([A-Za-z]+[ .]+[A-Za-z]+) +-+ +([A-Z][A-Za-z]+) *$', '\\1 ~ \\2'],
        ['(^|[^A-Za-z])-+', ' ; '],
        ['-+([^A-Za-z]|$)', ' ; '],
        ['[0-9]+', ''],
        ['[;:/|*=+&@]+', ' ; '],
        [',', ' , '],
        ['[?]+', ' ? '],
        ['[^A-Za-z,;?~-]+', ' '],
    ] -%}
    {%- set tidy = namespace(sql=fold_accents(expression)) -%}
    {%- for pattern, replacement in steps -%}
        {%- set tidy.sql = regex_replace(tidy.sql, pattern, replacement) -%}
    {%- endfor -%}
    case
        -- Most names need none of this.
        when {{ regex_matches(expression, '^[A-Za-z]+(,? [A-Za-z]+)*$') }} then replace({{ expression }}, ',', ' ,')
        -- Nothing left: a lone sign, so that the value still gives a row when it is split.
        else coalesce(nullif(trim({{ tidy.sql }}), ''), ';')
    end
{%- endmacro %}

{# What tells father from son after a dash: 'John Smith - son'. A comma is left alone: 'NGUYEN, Son' is a name. #}
{% macro generation_note() -%}
    {{ return(' *[-;/] *([Tt]he +)?([Ss]on|SON|[Ff]ather|FATHER|[Dd]ad|DAD|[Dd]aughter|DAUGHTER|[Mm]other|MOTHER|[Ss]enior|SENIOR|[Jj]unior|JUNIOR|[SsJj][Nn]?[Rr])[ .]*$') }}
{%- endmacro %}
