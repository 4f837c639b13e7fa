{{ rung_links(3) }}
