"""Read and write single cells, one kind of cell at a time."""
