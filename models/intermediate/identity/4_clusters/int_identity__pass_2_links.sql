{{ candidate_links(pass_number=2, clusters='int_identity__trusted_clusters') }}
