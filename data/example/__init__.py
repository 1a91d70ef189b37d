"""Make the bundled example: Tam Đường in the first quarter of 2027."""
