"""The journey `enishi demo`: a whole month in a scratch folder, with invented people and no internet."""
