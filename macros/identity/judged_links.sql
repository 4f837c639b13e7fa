{#
    Which of a pass's candidate links may be made: one row per pair of people, whether or not only one person fits, and their strictest
    rule. `candidates` is a relation or CTE as `candidate_links` gives it. A rule that attaches only where one person fits is
    carried out where the attaching side fits one person by its strictest such rule; whoever was seen there once is no choice
    beside who was seen there `by_far_ratio` times as often (a mistyped date of birth makes a second person of one record).
#}
{% macro judged_links(candidates) -%}
with found as (
    select * from {{ candidates }}
),

fits as (
    select
        pass_number,
        attaching_cluster,
        case when attaching_cluster = left_cluster then right_cluster else left_cluster end as fitting_cluster,
        rule_sequence,
        max(case when attaching_cluster = left_cluster then right_record_count else left_record_count end) as record_count
    from found
    where only_if_one_fits and is_choice
    group by pass_number, attaching_cluster, case when attaching_cluster = left_cluster then right_cluster else left_cluster end, rule_sequence
),

weighed_fits as (
    select
        fits.*,
        max(record_count) over (partition by pass_number, attaching_cluster, rule_sequence) as largest_record_count
    from fits
),

fit_counts as (
    select
        pass_number,
        attaching_cluster,
        rule_sequence,
        count(*) as fit_count,
        min(fitting_cluster) as only_fitting_cluster,
        row_number() over (partition by pass_number, attaching_cluster order by rule_sequence) as strictness
    from weighed_fits
    where record_count * {{ var('by_far_ratio') }} > largest_record_count
    group by pass_number, attaching_cluster, rule_sequence
),

strictest_fits as (
    select * from fit_counts where strictness = 1
),

judged as (
    select
        found.*,
        case
            when not found.only_if_one_fits then true
            when found.is_choice
                then
                    attaching.rule_sequence = found.rule_sequence
                    and attaching.fit_count = 1
                    and attaching.only_fitting_cluster in (found.left_cluster, found.right_cluster)
            else coalesce(left_fits.fit_count, 1) = 1 and coalesce(right_fits.fit_count, 1) = 1
        end as is_only_fit
    from found
    left join strictest_fits as attaching
        on found.pass_number = attaching.pass_number and found.attaching_cluster = attaching.attaching_cluster
    left join strictest_fits as left_fits
        on found.pass_number = left_fits.pass_number and found.left_cluster = left_fits.attaching_cluster
    left join strictest_fits as right_fits
        on found.pass_number = right_fits.pass_number and found.right_cluster = right_fits.attaching_cluster
),

strictest as (
    select
        *,
        row_number() over (
            partition by pass_number, least(left_cluster, right_cluster), greatest(left_cluster, right_cluster), is_only_fit
            order by rule_sequence, left_mention_id, right_mention_id
        ) as rule_rank
    from judged
)

select
    pass_number,
    left_mention_id,
    right_mention_id,
    left_cluster,
    right_cluster,
    match_rule,
    rule_sequence,
    is_only_fit
from strictest
where rule_rank = 1
{%- endmacro %}
