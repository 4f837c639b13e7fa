{#- What must be a macro is linted as the SQL that it renders (`make rendered-check`); relations and CTEs that a macro takes are only named. -#}
{{ candidate_links(pass_number=2, clusters='int_identity__trusted_clusters') }};

{{ judged_links('candidates') }};

{{ disagreeing_clusters('labels', 'previous') }};

{{ without_weakest_links('edges', 'labels', 'conflicts') }};

{{ contracted_stars('edges') }};

{{ cluster_facts('members') }};

{{ facts_after_merging('members') }};

select {{ name_agreement('left_name', 'right_name', 'forenames', 'surnames', 'seconds') }} as name_agreement
from names_compared;

{{ mentioned_records() }};
