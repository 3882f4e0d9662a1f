"""What must stay quick, each as a ratio to something everybody can picture, measured in one run."""
