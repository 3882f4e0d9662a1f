"""What the user does: one file per verb, giving values; none knows another."""
