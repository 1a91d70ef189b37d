"""Plan which book box stands where, and which van drives there when."""
