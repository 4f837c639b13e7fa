{{ rung_links(6) }}
