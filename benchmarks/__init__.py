"""Speed goals, measured side by side with the alternative; run with ``make bench``, never as a timed test."""
