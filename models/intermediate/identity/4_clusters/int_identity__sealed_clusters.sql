with mentions as (
    select mention_id, record_key, nominal_record_key from {{ ref('int_identity__mentions') }}
),

people as (
    select mention_id, cluster_id from {{ ref('int_identity__people') }}
),

sealed_records as (
    select record_key from {{ ref('int_identity__sealed_records') }}
),

-- A record that names a sealed nominal says whose it is, whatever was typed beside it: a protected person has a new name.
naming as (
    select mentions.mention_id, nominals.mention_id as nominal_mention_id
    from mentions
    inner join sealed_records on mentions.nominal_record_key = sealed_records.record_key
    left join mentions as nominals on sealed_records.record_key = nominals.record_key
),

-- Unless an expert says that the operator's link was a slip.
slips as (
    select left_mention_id as mention_id, right_mention_id as nominal_mention_id
    from {{ ref('int_identity__cannot_links') }}
    where beats_trusted_ids
    union
    select right_mention_id as mention_id, left_mention_id as nominal_mention_id
    from {{ ref('int_identity__cannot_links') }}
    where beats_trusted_ids
),

final as (
    select distinct people.cluster_id
    from naming
    inner join people on naming.mention_id = people.mention_id
    left join slips on naming.mention_id = slips.mention_id and naming.nominal_mention_id = slips.nominal_mention_id
    where slips.mention_id is null
)

select * from final
