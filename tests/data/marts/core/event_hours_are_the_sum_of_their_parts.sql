select interaction_key
from {{ ref('fct_interactions') }}
where abs(
        coalesce(police_hours, 0) - (
            coalesce(call_handling_hours, 0) + coalesce(response_hours, 0) + coalesce(neighbourhood_hours, 0)
            + coalesce(other_team_hours, 0) + coalesce(custody_hours, 0) + coalesce(investigation_hours, 0)
            + coalesce(missing_police_hours, 0)
        )
    ) > 0.000001
    or police_hours < 0
