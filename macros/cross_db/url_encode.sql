{#
    A text as one part of an address: what is no letter, digit, '-', '.', '_' or '~' is written in percent, byte by byte of its UTF-8
    (RFC 3986, section 2).
#}
{% macro url_encode(expression) -%}
    {{ return(adapter.dispatch('url_encode', 'frequent_service_users')(expression)) }}
{%- endmacro %}

{% macro default__url_encode(expression) -%}
    url_encode({{ expression }})
{%- endmacro %}

{% macro postgres__url_encode(expression) -%}
    (
        select
            string_agg(
                case
                    when characters.letter collate "C" ~ '^[A-Za-z0-9._~-]$' then characters.letter
                    else regexp_replace(upper(encode(convert_to(characters.letter, 'UTF8'), 'hex')), '(..)', '%\1', 'g')
                end,
                ''
                order by characters.place
            )
        from regexp_split_to_table({{ expression }}, '') with ordinality as characters (letter, place)
    )
{%- endmacro %}

{# Java writes a form's field: a blank as '+', '~' in percent, '*' as it is. #}
{% macro spark__url_encode(expression) -%}
    replace(replace(replace(url_encode({{ expression }}), '+', '%20'), '%7E', '~'), '*', '%2A')
{%- endmacro %}
