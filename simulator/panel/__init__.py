"""The page at `/`: what the simulator knows, with a button for each thing that can happen."""
