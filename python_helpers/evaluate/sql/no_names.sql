-- Stands in for names.sql where the warehouse has no staging: nothing is known of names.
create or replace temp table name_bands (
    source_system varchar,
    record_type varchar,
    record_id varchar,
    true_person_count bigint,
    name_band varchar
);
