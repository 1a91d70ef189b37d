"""Turn what is known of the roads into travel matrices."""
