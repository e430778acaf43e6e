"""Plain values and rules of the duty room: standard library only, no input or output, no clock reads."""
