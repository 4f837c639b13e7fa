{{ rung_links(4) }}
