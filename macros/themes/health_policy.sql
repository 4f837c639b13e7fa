{#
    What is wrong with the policy under which a theme on health may be on (the four variables sensitive_theme_*); empty where nothing is.
    A word that only fills the place names neither a document nor a person. `fsu land` asks the same (python_helpers/landing/health.py).
    Whether the review has passed is for the model to say, which knows as_of_date.
#}
{% macro health_policy_problem() -%}
    {%- set problems = [] -%}
    {%- for name, least_words in [('sensitive_theme_policy_ref', 1), ('sensitive_theme_approver', 2)] -%}
        {%- set words = modules.re.sub('[^A-Z0-9]+', ' ', (var(name) | string | upper)).split() -%}
        {%- set telling = [] -%}
        {%- for word in words if modules.re.sub('[0-9]', '', word) not in filler_words() and modules.re.sub(word[0], '', word) -%}
            {%- do telling.append(word) -%}
        {%- endfor -%}
        {%- if words | length < least_words or not telling or words | join('') | length < 4 -%}
            {%- do problems.append(name ~ ' says nothing: write ' ~ ('which document, with its number' if least_words == 1 else 'who approved it, by name or office')) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set days = {} -%}
    {%- for name in ['sensitive_theme_approved_on', 'sensitive_theme_review_on'] -%}
        {%- set day = health_policy_day(name) -%}
        {%- do days.update({name: day}) -%}
        {%- if not day -%}{%- do problems.append(name ~ ' is not a day: write YYYY-MM-DD') -%}{%- endif -%}
    {%- endfor -%}
    {%- if days | length == 2 and '' not in days.values() and days['sensitive_theme_review_on'] <= days['sensitive_theme_approved_on'] -%}
        {%- do problems.append('sensitive_theme_review_on is not after sensitive_theme_approved_on') -%}
    {%- endif -%}
    {{ return(problems | join('; ')) }}
{%- endmacro %}

{# One of the policy's days as YYYY-MM-DD; empty where it is none of the calendar's. #}
{% macro health_policy_day(name) -%}
    {%- set text = var(name) | string | trim -%}
    {%- set parts = modules.re.match('^(20[0-9][0-9])-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$', text) -%}
    {%- if not parts -%}{{ return('') }}{%- endif -%}
    {%- set year, month, day = parts.group(1) | int, parts.group(2) | int, parts.group(3) | int -%}
    {%- set first_of_next = modules.datetime.date(year + month // 12, month % 12 + 1, 1) -%}
    {%- set last = (first_of_next - modules.datetime.timedelta(days=1)).day -%}
    {{ return(text if day <= last else '') }}
{%- endmacro %}

{# Words that fill a place and say nothing. #}
{% macro filler_words() -%}
    {{ return([
        '', 'A', 'ABC', 'ANY', 'ANYBODY', 'ANYONE', 'APPROVED', 'APPROVER', 'DOCUMENT', 'DUMMY', 'EXAMPLE', 'FOO', 'BAR', 'N', 'NA', 'NAME', 'NIL', 'NO', 'NOBODY',
        'NONE', 'NOT', 'NULL', 'OK', 'PENDING', 'PLACEHOLDER', 'POLICY', 'REF', 'REFERENCE', 'SAMPLE', 'SOMEBODY', 'SOMEONE', 'TBA', 'TBC', 'TBD', 'TEMP',
        'TEST', 'TESTING', 'THE', 'TO', 'TODO', 'UNKNOWN', 'XYZ', 'YES',
    ]) }}
{%- endmacro %}
