{{ candidate_links(pass_number=7, clusters='int_identity__pass_6_clusters') }}
