"""How fast the site is built, beside stock Pelican and Hugo, in one run."""
