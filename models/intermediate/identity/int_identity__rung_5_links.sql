{{ rung_links(5) }}
