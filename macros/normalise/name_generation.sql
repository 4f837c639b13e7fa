{#
    What a name says in brackets or after a dash of who is the father and who the son: senior or junior; NULL where it says
    nothing. It tells two people of one name apart, and is no name. Titles (SNR, III) are read with the words of the name.
#}
{% macro noted_generation(expression) -%}
    case
        when not (
            {{ expression }} like '%(%' or {{ expression }} like '%[%' or {{ expression }} like '%-%'
            or {{ expression }} like '%/%' or {{ expression }} like '%;%' or {{ expression }} like '% son%'
        ) then null
        -- In small letters beside a whole name: 'NGUYEN Van Son' is called Son.
        when {{ regex_matches(expression, '[A-Z][A-Za-z]+ [A-Z][A-Za-z]+,? +son( +of .*)?$') }} then 'junior'
        when {{ regex_matches(upper_folded(expression), '[(\\[] *(THE )?(SON|DAUGHTER|JNR|JR|JUNIOR|YOUNGER) *[.]? *[)\\]]|[A-Z] *[-;/] *(THE )?(SON|DAUGHTER|JNR|JR|JUNIOR)[ .]*$') }}
            then 'junior'
        when {{ regex_matches(upper_folded(expression), '[(\\[] *(THE )?(FATHER|DAD|MOTHER|SNR|SR|SENIOR|ELDER) *[.]? *[)\\]]|[A-Z] *[-;/] *(THE )?(FATHER|DAD|MOTHER|SNR|SR|SENIOR)[ .]*$') }}
            then 'senior'
    end
{%- endmacro %}
