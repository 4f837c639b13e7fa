{#
    A stretch of a line of name_lines with its doubtful words decided: a word that is also a title, a note or a
    placeholder is read away where a whole name (forename and surname) is left without it, and is the missing half of
    the name where none is. All are columns: `line` of the stretch, `names` of it as doubtful_names gives it, `certain`
    of what is left of that without doubtful words, `has_title` whether a title stood there.

        'JUDGE, Harjit' and 'Harjit Judge'   JUDGE is the surname
        'Judge Harjit Gill'                  it is a title
        'Lord Sugar'                         no whole name is left: LORD stays
        'White Male', 'Test Test'            nobody's name
#}
{% macro name_words(line, names, certain, has_title) -%}
    {%- set doubtful = '[a-z][A-Z-]+[\\^]? ' -%}
    {%- set left = dbt.split_part(names, "','", 1) -%}
    {%- set right = dbt.split_part(names, "','", 2) -%}
    case
        when not {{ regex_matches(line, '[a-z]') }} then {{ line }}
        -- Nothing but such words.
        when not {{ regex_matches(regex_replace(line, doubtful, ''), '[A-Z]') }}
            then case
                when {{ regex_matches(line, '[pd?]') }} then '? '
                -- 'Mrs Nurse', 'Junior'.
                when {{ regex_matches(line, '^ *[nesj][A-Z-]+[\\^]? *$') }} and ({{ has_title }} or {{ regex_matches(line, '[sj][A-Z]') }})
                    then {{ regex_replace(line, '[nesj]([A-Z])', '\\1') }}
                else ''
            end
        when {{ regex_matches(names, '[A-Z][^,]*,.*[A-Z]') }}
            then case
                when not {{ regex_matches(regex_replace(left, doubtful, ''), '[A-Z]') }}
                    then {{ regex_replace(left, '^.*[a-z]([A-Z-]+[\\^]?) *[? ]*$', '\\1') }} || ', ' || {{ regex_replace(right, doubtful, '') }}
                when {{ regex_matches(regex_replace(right, doubtful, ''), '[A-Z]') }} then {{ certain }}
                else
                    {{ regex_replace(left, doubtful, '') }} || ', '
                    || {{ regex_replace(regex_replace(right, '[tsj]([A-Z])', '\\1'), doubtful, '? ') }}
            end
        when {{ regex_matches(certain, '[A-Z][\\^]? .*[A-Z]') }}
            then {{ regex_replace(
                regex_replace(
                    regex_replace(names, '^(([A-Z_-]+[\\^]? |[a-df-np-z][A-Z-]+[\\^]? |[?] )*[A-Z_-]+[\\^]? ([a-df-np-z][A-Z-]+[\\^]? |[?] )*[A-Z_-]+[\\^]? )[eo][A-Z].*$', '\\1'),
                    '[eo]([A-Z])', '\\1'
                ),
                doubtful, ''
            ) }}
        -- One certain word: the other half of the name is the last doubtful one, or a title before it.
        when {{ regex_matches(names, '(^| |_)[A-Z_-]+[\\^]? .*[a-z][A-Z-]+[\\^]? *[? ]*$') }}
            then {{ regex_replace(regex_replace(names, '[a-z]([A-Z-]+[\\^]?) *[? ]*$', '\\1 '), doubtful, '') }}
        when {{ regex_matches(names, '^[a-z][A-Z-]+[\\^] [A-Z_-]+ *$') }}
            then {{ regex_replace(names, '^[a-z]([A-Z-]+)[\\^] ([A-Z_-]+) *$', '\\1, \\2') }}
        when {{ regex_matches(names, '^[tsj][A-Z-]+[\\^]? [A-Z_-]+[\\^]? *$') }} then {{ regex_replace(names, '^[tsj]', '') }}
        else {{ regex_replace(regex_replace(names, 'p[A-Z-]+[\\^]? ', '? '), doubtful, '') }}
    end
{%- endmacro %}

{#
    A stretch without the mark on a word that describes a stranger ('White, John' is a name beside a name), and on a title before Singh or Kaur,
    which are no surname beside a title alone: 'Major Singh Gill' is called Major.
#}
{% macro doubtful_names(line) -%}
    case
        when {{ regex_matches(line, '[a-z]') }}
            then {{ regex_replace(
                regex_replace(line, 'd([A-Z])', '\\1'),
                '[ts](MAJOR|MASTER|CAPTAIN|COLONEL|JUDGE)([\\^]?) (SINGH|KAUR)', '\\1\\2 \\3'
            ) }}
        else {{ line }}
    end
{%- endmacro %}

{# What is left of a stretch without its doubtful words. #}
{% macro certain_names(line) -%}
    case
        when {{ regex_matches(line, '[a-z]') }} then {{ regex_replace(line, '[a-z][A-Z-]+[\\^]? ', '') }}
        else {{ line }}
    end
{%- endmacro %}
