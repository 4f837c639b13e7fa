{{ rung_links(2) }}
