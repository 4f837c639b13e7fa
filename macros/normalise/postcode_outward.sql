{#
    The first half of a postcode with letters and digits put where its form has them: O, I and L are no digits of it and 0, 1
    and 5 no letters, and no area is called BI, NL or ES. What could be two postcodes stays as typed. Wants a plain column.
#}
{% macro postcode_outward(outward) -%}
    {%- set lettered = "(case when " ~ regex_matches(outward, '^[015][A-Z]') ~ " then translate(substr(" ~ outward ~ ", 1, 1), '015', 'OIS') else substr(" ~ outward ~ ", 1, 1) end || substr(" ~ outward ~ ", 2))" -%}
    case
        -- CO, PO, SO, HS and TS are areas; C0 or T5 no districts.
        when {{ regex_matches(lettered, '^[CPS]0[0-9OIL]') }} then substr({{ outward }}, 1, 1) || 'O' || translate(substr({{ outward }}, 3), 'OIL', '011')
        when {{ regex_matches(lettered, '^[HT]5[0-9OIL]') }} then substr({{ outward }}, 1, 1) || 'S' || translate(substr({{ outward }}, 3), 'OIL', '011')
        when {{ regex_matches(lettered, '^([BEGLMNSW]I|[ELNW]L|[EGMN]S)[0-9OIL]?$|^[EMNSW]I[ABCDEFGHJKPSTUW]$') }}
            then substr({{ lettered }}, 1, 1) || translate(substr({{ outward }}, 2), 'OILS', '0115')
        when {{ regex_matches(lettered, '^[A-Z][A-Z]([ILS][0-9OIL]?|I[ABEHMNPRVWXY])$') }}
            then substr({{ lettered }}, 1, 2) || translate(substr({{ outward }}, 3), 'OILS', '0115')
        -- The second digit of a district; a letter there other than O, I and L is one (W1A, EC1M).
        when {{ regex_matches(lettered, '^[A-Z][A-Z]?[0-9][OIL]$') }}
            then substr({{ lettered }}, 1, length({{ outward }}) - 1) || translate(substr({{ outward }}, length({{ outward }})), 'OIL', '011')
        else {{ lettered }}
    end
{%- endmacro %}
