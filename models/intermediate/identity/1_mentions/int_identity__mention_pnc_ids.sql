select
    mentions.mention_id,
    {{ token('nominals.pnc_id', 'pnc_id') }} as pnc_id_token
from {{ ref('stg_connect__nominals') }} as nominals
inner join {{ ref('int_identity__mentions') }} as mentions
    on {{ record_key('connect', 'nominal', 'nominals.nominal_id') }} = mentions.record_key
where nominals.pnc_id is not null
