"""From how much on a page counts as one that moved under its reader's eyes."""

# Layout shift is told in thousandths. On a very busy machine a page is painted before it is all
# there, and then half a line may move by a few pixels: some hundred-thousandths.
LEAST = 0.0005
