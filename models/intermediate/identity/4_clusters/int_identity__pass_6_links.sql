{{ candidate_links(pass_number=6, clusters='int_identity__pass_5_clusters') }}
