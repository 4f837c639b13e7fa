{{ rung_links(7) }}
