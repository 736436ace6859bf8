"""What the shopper sees: the script a shop loads, and the pages in its iframe."""
