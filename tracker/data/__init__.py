"""Tables that rules are given; read in `config`, handed in."""
