{{ candidate_links(pass_number=4, clusters='int_identity__pass_3_clusters') }}
