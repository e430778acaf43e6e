"""What a named product says and wants: sessions over the codecs, codes mapped to signals."""
