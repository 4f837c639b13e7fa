"""Landing: a folder of extracts becomes one delivery that dbt reads, or nothing changes at all."""
