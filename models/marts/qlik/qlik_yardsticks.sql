{%- set fields = {
    '%person': 'contact.person_key',
    'Yardstick': 'yardsticks.yardstick_name',
    'Yardstick Most Calls': 'contact.most_calls',
    'Yardstick Last Reached': 'contact.last_reached_on',
} -%}

select
    {{ qlik_fields(fields) }}
from {{ ref('fsu_frequent_contact') }} as contact
inner join {{ ref('frequent_contact_yardsticks') }} as yardsticks on contact.yardstick_code = yardsticks.yardstick_code
where contact.person_key is not null
