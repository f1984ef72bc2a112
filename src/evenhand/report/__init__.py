"""Findings for people: in words, in charts, in a terminal, on a page. The only wing that draws."""
