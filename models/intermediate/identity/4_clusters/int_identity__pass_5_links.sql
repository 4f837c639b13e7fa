{{ candidate_links(pass_number=5, clusters='int_identity__pass_4_clusters') }}
