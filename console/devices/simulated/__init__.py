"""The device side of each protocol, for the demonstration, training, tests and replay."""
