-- Latin letters of many languages, composed and decomposed, typographic signs; other scripts stay.
with cases as (
    select listed.*
    from (
        values
            ('Łódź, café', 'Lodz, cafe'),
            ('Þór Æsir Œuvre Straße', 'Thor Aesir Oeuvre Strasse'),
            ('José', 'Jose'),
            ('naïve', 'naive'),
            ('“quoted” ’n‘ – dash', '"quoted" ''n'' - dash'),
            ('plain', 'plain'),
            ('日本', '日本'),
            ('José', 'Jose'),
            ('a b', 'a b'),
            ('a
b', 'a b'),
            ('zero​width', 'zerowidth')
    ) as listed (typed, folded)
)

select *
from cases
where
    ({{ fold_accents('typed') }}) is distinct from folded
