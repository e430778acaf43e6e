"""What the duty desk does: words and rules (domain), use cases (services), the wire (devices). No Qt."""

__version__ = "0.1.0"
