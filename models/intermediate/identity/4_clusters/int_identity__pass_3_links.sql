{{ candidate_links(pass_number=3, clusters='int_identity__pass_2_clusters') }}
