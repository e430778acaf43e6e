"""Heads and cells of workbooks of the stores: which column is meant, what a cell of it says and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from console.domain.contact_cells import folded
from console.domain.plan_heads import day_of, text_of
from console.domain.stock import Goods

EXAMPLE = "示例"
"""A row whose code begins so shows how the template is filled in; it is not read."""

HEADS: dict[str, dict[str, tuple[str, ...]]] = {
    "warehouses": {
        "code": ("仓库编码", "仓库编号", "编码", "编号"),
        "name": ("仓库名称", "名称"),
        "tier": ("层级", "级别", "仓库级别"),
        "kind": ("类型", "仓库类型", "性质"),
        "parent_id": ("上级仓库", "上级", "上级编码", "parent"),
        "place_id": ("行政区划", "所在地", "乡镇（村）", "乡镇", "place"),
        "address": ("地址", "详细地址"),
        "area_m2": ("面积（㎡）", "面积", "面积(平方米)"),
        "keeper_a": ("保管员甲", "保管员A", "保管员"),
        "phone_a": ("电话甲", "电话A", "保管员电话", "联系电话"),
        "keeper_b": ("保管员乙", "保管员B"),
        "phone_b": ("电话乙", "电话B"),
        "key_holder": ("钥匙保管", "钥匙"),
        "latitude": ("纬度",),
        "longitude": ("经度",),
        "road_note": ("道路说明", "道路"),
        "remark": ("备注", "说明"),
    },
    "items": {
        "code": ("物资编码", "物资编号", "编码", "编号"),
        "name": ("物资名称", "品名", "名称"),
        "unit": ("单位", "计量单位"),
        "spec": ("规格", "规格型号", "型号"),
        "category": ("类别", "分类"),
        "gb_code": ("国标分类码", "国标编码", "GB/T 38565"),
        "decimals": ("小数位", "小数位数"),
        "pack_unit": ("包装单位", "包装"),
        "pack_quantity": ("每包数量", "包装数量"),
        "weight_kg": ("单位重量（kg）", "单位重量", "重量"),
        "volume_l": ("单位体积（L）", "单位体积", "体积"),
        "shelf_life_days": ("保质期（天）", "保质期"),
        "rotate_days": ("轮换周期（天）", "轮换周期"),
        "hazard": ("危险品", "是否危险品"),
        "returnable": ("可归还", "是否归还"),
        "key_item": ("关键物资", "是否关键"),
        "remark": ("备注", "说明"),
    },
    "quotas": {
        "warehouse_id": ("仓库编码", "仓库", "warehouse"),
        "warehouse_name": ("仓库名称",),
        "place_id": ("行政区划", "地方", "乡镇（村）", "乡镇", "place"),
        "place_name": ("地名",),
        "item_id": ("物资编码", "物资", "item"),
        "item_name": ("物资名称", "品名"),
        "minimum": ("最低定额", "定额", "最低储备"),
        "target": ("目标定额", "目标储备"),
        "basis": ("依据",),
        "due_on": ("到位期限", "期限"),
    },
    "agreements": {
        "code": ("协议编号", "协议编码", "编号", "编码"),
        "supplier": ("供应单位", "供应商", "协议单位"),
        "mode": ("储备方式", "方式"),
        "item_id": ("物资编码", "物资", "item"),
        "item_name": ("物资名称", "品名"),
        "what": ("内容", "协议内容"),
        "quantity": ("数量", "协议数量", "最大数量"),
        "unit": ("单位", "计量单位"),
        "lead_minutes": ("到货时间（分钟）", "到货时间", "响应时间"),
        "valid_from": ("生效日期", "起始日期"),
        "valid_to": ("到期日期", "有效期至", "截止日期"),
        "contact_a": ("联系人甲", "联系人A", "联系人"),
        "phone_a": ("电话甲", "电话A", "联系电话"),
        "contact_b": ("联系人乙", "联系人B"),
        "phone_b": ("电话乙", "电话B"),
        "latitude": ("纬度",),
        "longitude": ("经度",),
        "price_rule": ("价格约定", "价格"),
        "remark": ("备注", "说明"),
    },
    "vehicles": {
        "plate": ("车牌", "车牌号", "号牌", "编号"),
        "kind": ("类型", "车型", "车辆类型"),
        "carrier": ("承运单位", "单位", "所属单位"),
        "load_kg": ("载重（kg）", "载重"),
        "volume_l": ("容积（L）", "容积"),
        "seats": ("座位", "座位数"),
        "driver": ("驾驶员", "司机"),
        "phone": ("电话", "联系电话"),
        "warehouse_id": ("仓库编码", "仓库", "驻地", "warehouse"),
        "ready": ("待命", "是否待命"),
        "remark": ("备注", "说明"),
    },
    "opening": {
        "warehouse_id": ("仓库编码", "仓库编号", "仓库", "warehouse"),
        "warehouse_name": ("仓库名称", "存放仓库", "所在仓库", "库房", "存放地点"),
        "item_id": ("物资编码", "物资编号", "物资", "item"),
        "item_name": ("物资名称", "品名", "物品名称", "名称"),
        "lot": ("批号", "批次"),
        "quantity": ("数量", "库存数量", "期初数量", "现有数量", "库存数", "结存"),
        "unit": ("单位", "计量单位"),
        "state": ("状态", "物资状态"),
        "made_on": ("生产日期",),
        "expires_on": ("有效期至", "有效期", "到期日期", "失效日期"),
        "shelf": ("架位", "货位"),
        "owner": ("所属", "所有者"),
        "price": ("单价", "参考单价"),
    },
}
"""Tables of a workbook, their columns in the order of the template, the template's head first."""

TELLING = {"opening": {"spec": HEADS["items"]["spec"]}}
"""Columns that are read and never written: which of several goods of one name is meant."""

SHEETS = {
    "warehouses": "仓库", "items": "物资目录", "quotas": "定额", "agreements": "协议", "vehicles": "运力",
    "opening": "期初库存",
}  # fmt: skip
MASTER = ("warehouses", "items", "quotas", "agreements", "vehicles")
"""Tables of master data in the order in which they are taken in: what is pointed at comes first."""

_NEEDED: dict[str, tuple[frozenset[str], ...]] = {
    "opening": (frozenset({"warehouse_id", "warehouse_name"}), frozenset({"item_id", "item_name"}),
                frozenset({"quantity"})),
    "quotas": (frozenset({"warehouse_id", "warehouse_name", "place_id", "place_name"}),
               frozenset({"item_id", "item_name"}), frozenset({"minimum"})),
    "agreements": (frozenset({"code"}), frozenset({"supplier"}), frozenset({"quantity"})),
    "vehicles": (frozenset({"plate"}), frozenset({"kind"}), frozenset({"driver", "carrier", "load_kg", "ready"})),
    "items": (frozenset({"code"}), frozenset({"name"}), frozenset({"unit"})),
    "warehouses": (frozenset({"code"}), frozenset({"name"}), frozenset({"tier", "kind", "parent_id", "address"})),
}  # fmt: skip
"""Heads by which a row of heads is known: one of each group. Tried in this order: wide tables before narrow ones."""

TIERS = {
    "县": "county", "县级": "county", "县级库": "county", "乡镇": "town", "乡": "town", "镇": "town", "街道": "town",
    "乡镇级": "town", "乡镇库": "town", "村": "village", "村级": "village", "村级点": "village", "社区": "village",
    "前置点": "forward", "前置": "forward",
}  # fmt: skip
KINDS = {"自有": "own", "自有库": "own", "代储": "entrusted", "协议": "agreement", "协议库": "agreement"}
MODES = {
    "协议": "agreement", "协议储备": "agreement", "市场": "market", "市场储备": "market", "产能": "capacity",
    "产能储备": "capacity", "生产能力储备": "capacity",
}  # fmt: skip
STATES = {
    "": Goods.USABLE, "可用": Goods.USABLE, "完好": Goods.USABLE, "待检": Goods.UNCHECKED, "在修": Goods.REPAIR,
    "停用": Goods.STOPPED, "报废": Goods.SCRAP,
}  # fmt: skip
_YES = frozenset({"是", "有", "√", "✓", "y", "yes", "true", "1", "对"})
_NO = frozenset({"", "否", "无", "×", "n", "no", "false", "0", "不"})


def table_of(cells: Sequence[Any]) -> tuple[str, dict[int, str]] | None:
    """Which table a row of heads begins, and the field of each column; None for a row that is none."""
    said = {at: folded(str(cell)) for at, cell in enumerate(cells) if cell not in (None, "")}
    for table, needed in _NEEDED.items():
        columns_of = HEADS[table] | TELLING.get(table, {})
        known = {folded(word): name for name, heads in columns_of.items() for word in (*heads, name)}
        columns: dict[int, str] = {}
        for at, word in said.items():
            if word in known and known[word] not in columns.values():
                columns[at] = known[word]
        if all(group & set(columns.values()) for group in needed):
            return table, columns
    return None


def _amount(value: Any) -> Decimal:
    """A quantity as a cell has it; ValueError for what is no number. Its decimals are checked with its unit."""
    text = text_of(value).replace(",", "").replace("，", "").replace(" ", "")
    try:
        amount = Decimal(repr(value) if isinstance(value, float) and not value.is_integer() else text)
    except ArithmeticError:
        raise ValueError(text) from None
    if not amount.is_finite():
        raise ValueError(text)
    return amount


def _maybe(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: read(value) if text_of(value) else None


def _whole(value: Any) -> int:
    amount = _amount(value)
    if amount != amount.to_integral_value() or abs(amount) > 10**12:
        raise ValueError(text_of(value))
    return int(amount)


def _degrees(value: Any) -> float:
    return float(_amount(value))


def _yes_no(value: Any) -> bool:
    said = folded(text_of(value)) if not isinstance(value, bool) else ("1" if value else "0")
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise ValueError(text_of(value))


def _of(known: dict[str, Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        said = text_of(value)
        if said in known:
            return known[said]
        if said in {str(one) for one in known.values()}:
            return said
        raise ValueError(said)

    return read


READ: dict[str, Callable[[Any], Any]] = {
    "tier": _maybe(_of(TIERS)), "mode": _maybe(_of(MODES)), "state": _of(STATES),
    "decimals": lambda value: _maybe(_whole)(value) or 0,
    "area_m2": _maybe(_whole), "shelf_life_days": _maybe(_whole), "rotate_days": _maybe(_whole),
    "lead_minutes": _whole, "load_kg": _maybe(_whole), "seats": _maybe(_whole), "pack_quantity": _maybe(_amount),
    "weight_kg": _maybe(_amount), "minimum": _amount, "target": _maybe(_amount), "quantity": _amount,
    "price": _maybe(_amount), "latitude": _maybe(_degrees), "longitude": _maybe(_degrees), "hazard": _yes_no,
    "returnable": _yes_no, "key_item": _yes_no, "ready": _yes_no, "due_on": day_of, "valid_from": day_of,
    "valid_to": day_of, "made_on": day_of, "expires_on": day_of,
}  # fmt: skip
"""How cells that are no plain text are read; ``kind`` and ``volume_l`` differ by table."""
READ_IN: dict[tuple[str, str], Callable[[Any], Any]] = {
    ("warehouses", "kind"): _maybe(_of(KINDS)), ("items", "volume_l"): _maybe(_amount),
    ("vehicles", "volume_l"): _maybe(_whole),
}  # fmt: skip
INFORMING = frozenset({"place_name", "warehouse_name", "item_name"})
"""Columns that only name what another column points at; they are used where that one is empty."""


def read_cell(table: str, name: str, value: Any) -> Any:
    """A cell as it is meant; ValueError where it cannot be."""
    read = READ_IN.get((table, name)) or READ.get(name, text_of)
    return read(value)


def written(table: str, name: str, value: Any) -> Any:
    """A value as a cell says it: amounts and degrees as numbers, days as text, choices in Chinese."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    every: dict[str, dict[str, Any]] = {"tier": {**TIERS}, "mode": {**MODES}, "state": {**STATES}}
    choices = {**KINDS} if (table, name) == ("warehouses", "kind") else every.get(name)
    if choices is not None:
        return next((word for word, one in choices.items() if word and str(one) == str(value)), value)
    return "" if value is None else value
