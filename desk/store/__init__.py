"""Where the desk is kept; the only package that imports a database driver."""
