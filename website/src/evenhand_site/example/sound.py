"""Sound for the example's podcast: silence, made by code, in frames of MPEG-1 Layer III (ISO/IEC 11172-3)."""

from __future__ import annotations

__all__ = ["silence"]

HEADER = bytes([0xFF, 0xFB, 0x10, 0xC0])  # sync, Layer III without checksum; 32 kbit/s at 44.1 kHz; one channel
FRAME = 144 * 32_000 // 44_100  # bytes
PER_SECOND = 44_100 / 1152  # frames


def silence(seconds: int) -> bytes:
    """So many seconds of silence as MP3: side information of zeros says that a frame holds no sound."""
    return (HEADER + bytes(FRAME - len(HEADER))) * round(seconds * PER_SECOND)
