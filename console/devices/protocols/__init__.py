"""Pure codecs, one file per wire format: bytes in any chunking to frames, and back; no I/O, no clock."""
