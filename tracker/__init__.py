"""Who answered your articles, wherever they did: the private half of Enishi."""
