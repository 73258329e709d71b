"""Blocks of claims: those of one kind and sort in which the same ones act, with how many they are."""

import json
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import Connection, bindparam, func, insert, select, update

from detente.model.projection import IndexedClaim
from detente.store.parts import parts_of
from detente.store.projection_tables import block_actors, blocks

Block = tuple[str, str, str]


@lru_cache(maxsize=16_384)
def _core(core: tuple[str, ...]) -> str:
    return json.dumps(list(core), ensure_ascii=False, separators=(",", ":"))


def block_of(claim: IndexedClaim) -> Block:
    """The kind, the sort and those who act, as JSON."""
    return claim.kind.value, claim.sort, _core(claim.core)


def block_numbers(connection: Connection, given: Sequence[IndexedClaim]) -> dict[Block, int]:
    """The numbers of the blocks of claims, which are counted in; blocks that are new are made."""
    counted: dict[Block, int] = {}
    cores = {block_of(claim): claim.core for claim in given}
    for claim in given:
        counted[block_of(claim)] = counted.get(block_of(claim), 0) + 1
    numbers: dict[Block, int] = {}
    for part in parts_of(core for _, _, core in counted):
        for row in connection.execute(select(blocks).where(blocks.c.core.in_(part))):
            if (row.kind, row.sort, row.core) in counted:
                numbers[row.kind, row.sort, row.core] = row.id
    first = (connection.execute(select(func.max(blocks.c.id))).scalar() or 0) + 1
    new = {block: number for number, block in enumerate((block for block in counted if block not in numbers), first)}
    if numbers:
        grown = [{"number": number, "more": counted[block]} for block, number in numbers.items()]
        connection.execute(_GROWING, grown)
    if new:
        names = ("kind", "sort", "core")
        connection.execute(insert(blocks), [{"id": n, **dict(zip(names, block)), "size": counted[block]} for block, n in new.items()])
        acting = [
            {"actor": actor, "kind": block[0], "sort": block[1], "block": number}
            for block, number in new.items()
            for actor in cores[block] or ("",)
        ]
        connection.execute(insert(block_actors), acting)
    return numbers | new


_GROWING = update(blocks).where(blocks.c.id == bindparam("number")).values(size=blocks.c.size + bindparam("more"))
