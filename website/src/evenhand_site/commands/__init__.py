"""The commands that the site adds to `evenhand`, one file each."""
