select interactions.interaction_key
from {{ ref('fct_interactions') }} as interactions
cross join {{ ref('int_window__bounds') }} as time_window
where interactions.occurred_on < time_window.window_start_on
    or interactions.occurred_on >= time_window.as_of_date
