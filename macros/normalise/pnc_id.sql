{#
    A national (PNC) identifier in one spelling: year of four digits, '/', seven digits, check letter. A year of two digits that would
    lie after the row's extraction is the last century's. Another number than a PNC id stays as it is: it, too, may be one person's.
    NULL where the number is one digit over and over, as in what is typed to fill the box; words for none are missing already
    (macro reference_id).

    text: column in capitals, without spaces. year: expression of the year in which the row was extracted.
#}
{% macro pnc_id(text, year) -%}
    {%- set filler = '^([0-9]{4}[/-]?|[0-9]{2}[/-])?(0+|1{4,}|2{4,}|3{4,}|4{4,}|5{4,}|6{4,}|7{4,}|8{4,}|9{4,})[A-Z]?$' -%}
    {%- set long_form = '^([0-9]{4})[/-]?([0-9]{1,7})([A-Z])$' -%}
    {%- set short_form = '^([0-9]{2})[/-]([0-9]{1,7})([A-Z])$' -%}
    case
        when {{ regex_matches(text, filler) }} then null
        when {{ regex_matches(text, long_form) }}
            then
                {{ regex_extract(text, long_form, 1) }} || '/'
                || lpad({{ regex_extract(text, long_form, 2) }}, 7, '0') || {{ regex_extract(text, long_form, 3) }}
        when {{ regex_matches(text, short_form) }}
            then
                case when cast({{ regex_extract(text, short_form, 1) }} as integer) > {{ year }} % 100 then '19' else '20' end
                || {{ regex_extract(text, short_form, 1) }} || '/'
                || lpad({{ regex_extract(text, short_form, 2) }}, 7, '0') || {{ regex_extract(text, short_form, 3) }}
        else {{ text }}
    end
{%- endmacro %}
