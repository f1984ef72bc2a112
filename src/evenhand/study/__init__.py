"""Many draws, sensitivity, results."""
