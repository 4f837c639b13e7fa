{#
    Key of something that is published: the keyed hash of what kind of thing it is and of the expressions that name it, for example
    opaque_key('interaction', ["'custody'", 'custody_ref']). Without the salt nobody can make the key of a reference they know, which
    a plain hash would allow. NULL where one of the expressions is.
#}
{% macro opaque_key(kind, expressions) -%}
    {{ token(expressions | join(" || '/' || "), kind) }}
{%- endmacro %}
