{#
    First hook of a command that writes: what a force has set itself is right, is what the server was given, and its parameters were
    given to this command too. dbt takes variables from its command line alone; `fsu refresh` puts them there.
#}
{% macro require_settings() -%}
    {%- if execute and is_writing_command() -%}
        {%- set register = settings_register() -%}
        {%- if register.problem -%}{{ exceptions.raise_compiler_error(register.problem) }}{%- endif -%}
        {%- if target.type != 'duckdb' and (register.folder or '') != env_var('FSU_SETTINGS', '') -%}
            {{ exceptions.raise_compiler_error(
                'FSU_SETTINGS is ' ~ (env_var('FSU_SETTINGS', '') or 'not set') ~ ', and what the server was given comes from '
                ~ (register.folder or 'no folder') ~ '. Run `fsu load-postgres` with the FSU_SETTINGS that is meant.'
            ) }}
        {%- endif -%}
        {%- for name, value in (register.parameters or {}).items() if var(name) | string != value | string -%}
            {{ exceptions.raise_compiler_error(
                register.files.parameters.path ~ ' sets ' ~ name ~ ', and dbt was not told. Run: dbt ' ~ flags.WHICH ~ ' --vars "$(fsu settings --vars)"'
            ) }}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
