import gzip
import zlib

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.app.net.unpacking import Unpacking
from detente.errors import FetchError


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "": bytes, "identity": bytes, "x-gzip": gzip.compress}


def unpack(coding: str, data: bytes, step: int) -> bytes:
    unpacking = Unpacking(coding, "here")
    out = b"".join(piece for start in range(0, len(data), step) for piece in unpacking.pieces(data[start : start + step]))
    unpacking.end()
    return out


@pytest.mark.parametrize("coding", PACKERS)
@settings(deadline=None)
@given(data=st.binary(max_size=3000), step=st.integers(1, 700))
def test_what_was_packed_comes_out_the_same_however_it_arrives(coding: str, data: bytes, step: int) -> None:
    assert unpack(coding, PACKERS[coding](data), step) == data


@settings(deadline=None)
@given(data=st.binary(min_size=1, max_size=3000), step=st.integers(1, 700))
def test_deflate_without_its_header_is_understood(data: bytes, step: int) -> None:
    assert unpack("deflate", raw_deflate(data), step) == data


def test_a_gzip_body_of_several_members_is_read_to_its_end() -> None:
    assert unpack("gzip", gzip.compress(b"one ") + gzip.compress(b"two"), 7) == b"one two"


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress)])
def test_a_bomb_comes_out_in_small_pieces(coding: str, pack) -> None:
    packed = pack(bytes(30_000_000))
    assert len(packed) < 100_000
    pieces = Unpacking(coding, "here").pieces(packed)
    assert len(next(pieces)) <= 200_000


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress)])
def test_a_body_that_is_cut_off_is_an_error(coding: str, pack) -> None:
    with pytest.raises(FetchError, match="cut off"):
        unpack(coding, pack(b"A deal was signed on Friday." * 40)[:-9], 50)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_body_in_another_coding_than_it_says_is_an_error(coding: str) -> None:
    with pytest.raises(FetchError, match="not"):
        unpack(coding, b"<html>" * 30, 50)


@pytest.mark.parametrize("coding", ["gzip, gzip", "zstd", "compress", "gzip, br"])
def test_an_unknown_or_repeated_coding_is_refused(coding: str) -> None:
    with pytest.raises(FetchError, match="unknown coding"):
        Unpacking(coding, "here")
