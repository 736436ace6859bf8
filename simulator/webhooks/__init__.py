"""What the simulator tells the shop: events, signed and posted until the shop says 2xx."""
