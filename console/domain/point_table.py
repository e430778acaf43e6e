"""The sheets installers leave behind, of devices and of their points: columns by the heads such sheets have."""

from __future__ import annotations

from itertools import product

from console.domain.list_table import ListColumn, ListTable

KEY = ("account", "zone", "code")
"""Columns that say what a point answers to on the wire; with its device they are its key."""

_PLACE = (
    ListColumn("place", "地点 所在地 所在地点 行政村 村 村居 村社区 社区 place", "例山镇例一村"),
    ListColumn("town", "乡镇 乡镇街道 乡镇/街道 镇街 街道 所在乡镇 所属乡镇 town", aside=True),
    ListColumn(
        "place_text", "具体位置 位置 安装位置 安装地点 安装地址 详细位置 详细地址 地址 所在位置 location", "东门门厅"
    ),
)

POINTS = ListTable(
    "points",
    (
        ListColumn("device", "设备编号 设备编码 设备代码 设备 主机编号 主机 接收机 接收机编号 device", "JB-01"),
        ListColumn(
            "account", "账号 帐号 账号/站号 用户编号 用户编码 用户号 用户账号 用户帐号 主机账号 站号 站码 测站编码 "
            "account",
            "1234",
        ),
        ListColumn(
            "zone",
            "防区 防区号 防区编号 防区编码 防区/部位 部位 部位号 点位号 点位编号 点位编码 点号 回路-地址 回路/地址 "
            "回路地址 回路号 部件地址 通道 通道号 zone",
            "015",
        ),
        ListColumn("code", "事件代码 事件码 报警代码 告警代码 代码 要素 要素代码 监测要素 code"),
        ListColumn(
            "point_name", "点位名称 点位 名称 防区名称 部位名称 点名 探测器名称 name", "示例超市东门烟感"
        ),
        ListColumn("owner", "用户名称 单位名称 联网单位 联网用户 用户单位 owner", aside=True),
        *_PLACE,
        ListColumn(
            "persons", "责任人 责任人姓名 联系人 联系人姓名 负责人 负责人姓名 安全责任人 消防责任人 管理人 people",
            "陈例一、林例二",
        ),
        ListColumn(
            "phone", "电话 联系电话 手机 手机号 手机号码 责任人电话 联系人电话 负责人电话 联系方式 phone", aside=True
        ),
        ListColumn("event_type", "事件类型 事件种类 告警类型 event_type"),
        ListColumn("plan", "预案 预案名称 关联预案 plan"),
        ListColumn("priority", "告警级别 级别 优先级 报警级别 priority", "一级"),
        ListColumn(
            "repeat", "重复窗口 重复窗口秒 重复合并 重复合并秒 重复合并时间 合并秒数 重复秒数 合并窗口 repeat", "60"
        ),
        ListColumn("above", "上限 上限值 高限 高于此值告警 报警上限 告警上限 警戒值 阈值 above"),
        ListColumn("below", "下限 下限值 低限 低于此值告警 报警下限 告警下限 below"),
        ListColumn("unit", "单位 计量单位 量纲 unit"),
        ListColumn("note", "备注 说明 remark"),
    ),
    tuple(
        frozenset({"device", key, name})
        for name, key in product(("point_name", "owner", "place_text"), ("zone", "account", "code"))
    ),
)  # fmt: skip

DEVICES = ListTable(
    "devices",
    (
        ListColumn("device", "设备编号 设备编码 设备代码 编号 编码 code", "JB-01"),
        ListColumn("device_name", "设备名称 名称 name", "联网报警接收机"),
        ListColumn("name_en", "英文名 英文名称 name_en"),
        ListColumn("driver", "设备类型 类型 协议 驱动 通信协议 driver", "surgard"),
        ListColumn("url", "端口 端口地址 接口 串口 网址 url", "COM3"),
        ListColumn("line", "串口参数 通信参数 波特率 line", "9600 8N1"),
        ListColumn("options", "参数 设备参数 options"),
        *_PLACE,
        ListColumn("priority", "告警级别 级别 优先级 报警级别 priority", "一级"),
        ListColumn(
            "repeat", "重复窗口 重复窗口秒 重复合并 重复合并秒 重复合并时间 合并秒数 重复秒数 合并窗口 repeat", "60"
        ),
        ListColumn("silent", "静默告警 静默秒数 静默时间 静默 巡检周期 silent", "95"),
        ListColumn("note", "备注 说明 remark"),
        ListColumn("profile", "设备描述文件 设备描述 描述文件 profile"),
    ),
    (frozenset({"device", "device_name", "driver"}),),
)  # fmt: skip
