{#
    Nothing, on any engine: nobody but the pipeline may open the schemas that a build writes to, so a grant there would be empty words.
    The models' `grants` say who reads the published copy, and `fsu publish` grants it there (python_helpers/postgres/access.py).
#}
{% macro default__apply_grants(relation, grant_config, should_revoke=True) -%}{%- endmacro %}
