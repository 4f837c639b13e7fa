with records as (
    select * from {{ ref('int_identity__records') }}
),

merge_edges as (
    select * from {{ ref('int_identity__merge_edges') }}
),

corrections as (
    select * from {{ ref('int_identity__corrections') }}
),

rules as (
    select rule_code, rule_sequence from {{ ref('match_rules') }} where block = 'trusted' and is_on
),

candidates as (
    select
        'operator_linked_nominal' as rule_code,
        records.node_id as left_node_id,
        nominals.node_id as right_node_id
    from records
    inner join records as nominals on records.nominal_record_key = nominals.record_key
    where records.record_type = 'person_entry'
    union all
    select
        'merged_nominal' as rule_code,
        left_records.node_id as left_node_id,
        right_records.node_id as right_node_id
    from merge_edges
    inner join records as left_records on merge_edges.left_record_key = left_records.record_key
    inner join records as right_records on merge_edges.right_record_key = right_records.record_key
    union all
    select
        'must_link' as rule_code,
        left_records.node_id as left_node_id,
        right_records.node_id as right_node_id
    from corrections
    inner join records as left_records on corrections.left_record_key = left_records.record_key
    inner join records as right_records on corrections.right_record_key = right_records.record_key
    where corrections.correction = 'must_link'
),

contradicted_links as (
    select 'operator_linked_nominal' as rule_code, entry_node_id, nominal_node_id from {{ ref('int_identity__contradicted_links') }}
),

forbidden as (
    select left_node_id, right_node_id from {{ ref('int_identity__cannot_links') }} where beats_trusted_ids
    union
    select right_node_id as left_node_id, left_node_id as right_node_id
    from {{ ref('int_identity__cannot_links') }}
    where beats_trusted_ids
)

select
    candidates.left_node_id,
    candidates.right_node_id,
    candidates.left_node_id as left_cluster,
    candidates.right_node_id as right_cluster,
    rules.rule_code,
    rules.rule_sequence,
    contradicted_links.entry_node_id is null as is_only_fit
from candidates
inner join rules on candidates.rule_code = rules.rule_code
left join forbidden
    on candidates.left_node_id = forbidden.left_node_id and candidates.right_node_id = forbidden.right_node_id
left join contradicted_links
    on
        candidates.rule_code = contradicted_links.rule_code
        and candidates.left_node_id = contradicted_links.entry_node_id
        and candidates.right_node_id = contradicted_links.nominal_node_id
where forbidden.left_node_id is null
