-- Blanks, slashes, what an address reads as its own, what a browser would turn into a slash, and letters of any script.
with cases as (
    select listed.*
    from (
        values
            ('20BW/12345A/26', '20BW%2F12345A%2F26'),
            ('LOG 0042 of 3 Oct', 'LOG%200042%20of%203%20Oct'),
            ('a?b#c&d+e=f', 'a%3Fb%23c%26d%2Be%3Df'),
            ('100%', '100%25'),
            ('a\b', 'a%5Cb'),
            ('{source_ref}', '%7Bsource_ref%7D'),
            ('a*b~c-d.e_f', 'a%2Ab~c-d.e_f'),
            ('Żółć', '%C5%BB%C3%B3%C5%82%C4%87'),
            ('日', '%E6%97%A5'),
            ('<"''>', '%3C%22%27%3E'),
            ('', '')
    ) as listed (source_ref, encoded)
)

select *
from cases
where ({{ url_encode('source_ref') }}) is distinct from encoded
