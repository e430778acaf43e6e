"""Site settings: what there is, its unit, default and basis. Values live in the store with their history."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from console.domain.forms import TITLED
from console.errors import Refused


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of the site. ``check`` refuses a value that has no meaning."""

    key: str
    default: str
    unit: str
    basis: str
    check: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting as it counts now: value, where it comes from, whether the county has confirmed it."""

    key: str
    value: str
    unit: str
    basis: str
    valid_from: datetime | None
    confirmed: bool
    by: str


def _text(value: str) -> bool:
    return 0 < len(value.strip()) <= 60


def _maybe(value: str) -> bool:
    return len(value) <= 60


def _named(value: str) -> bool:
    """As CAP 1.2 wants it (section 3.2.1): no space, comma, < or &."""
    return re.fullmatch(r"[^\s,<&]{1,60}", value) is not None


def _issuer(value: str) -> bool:
    return re.fullmatch(r"[0-9]{14}|", value) is not None


def _time(value: str) -> bool:
    return re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value) is not None


def _zone(value: str) -> bool:
    return value in available_timezones()


def _whole(low: int, high: int) -> Callable[[str], bool]:
    longest = len(str(high))  # int() gives up on thousands of digits
    return lambda value: value.isascii() and value.isdigit() and len(value) <= longest and low <= int(value) <= high


def _yes_no(value: str) -> bool:
    return value in {"yes", "no"}


def _style(value: str) -> bool:
    """A number style names the year and the serial, each once: without them numbers would repeat."""
    return _text(value) and value.count("{年}") == 1 and value.count("{号}") == 1


def _code(value: str) -> bool:
    return re.fullmatch(r"[a-z0-9_]{1,40}", value) is not None


SETTINGS: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        Setting("site.name", "应急指挥中心", "text", "本地填写", _text),
        Setting("site.time_zone", "Asia/Shanghai", "zone", "北京时间", _zone),
        Setting("duty.template", "day24", "template", "24 小时值班为常见做法，待本地确认", _code),
        Setting("duty.due_soon", "30", "minutes", "临近提醒，待本地确认", _whole(1, 1440)),
        Setting("routine.look_back", "48", "hours", "漏做的例行事项留在值班台的时间，待本地确认", _whole(1, 240)),
        Setting("sheet.leader_signs", "no", "yes_no", "带班领导签字，待本地确认", _yes_no),
        Setting("sheet.supplement_hours", "4", "hours", "接班后补充差异的时限，待本地确认", _whole(1, 72)),
        Setting("alert.silence", "5", "minutes", "静音后再响的分钟数，待本地确认", _whole(1, 60)),
        Setting("intake.call_back", "15", "minutes", "回拨核实默认时限，待本地确认", _whole(1, 1440)),
        Setting("clock.leader", "10", "minutes", "长子县应急局 2025-08 通知，待本地确认", _whole(1, 1440)),
        Setting("clock.passed_on", "30", "minutes", "长子县应急局 2025-08 通知，待本地确认", _whole(1, 1440)),
        Setting("clock.paper", "60", "minutes", "长子县应急局 2025-08 通知，待本地确认", _whole(1, 1440)),
        Setting("clock.receipt", "30", "minutes", "本地衡量口径，无法定依据，待本地确认", _whole(1, 1440)),
        Setting("planning.long_hours", "24", "hours", "满 24 小时的班次按长班休息，待本地确认", _whole(1, 48)),
        Setting("planning.rest_long", "24", "hours", "24 小时班后休息一天为常见做法，待本地确认", _whole(0, 240)),
        Setting("planning.rest_short", "12", "hours", "短班后休息半天为常见做法，待本地确认", _whole(0, 240)),
        Setting("planning.rest_leader", "24", "hours", "带班领导连续带班的县可填 0，待本地确认", _whole(0, 240)),
        Setting("planning.most_consecutive", "5", "days", "连续值班天数上限，待本地确认", _whole(1, 31)),
        Setting("planning.most_consecutive_leader", "7", "days", "领导按周带班的县为 7 天，待本地确认", _whole(1, 31)),
        Setting("planning.night_from", "22:00", "time", "夜班统计的起点，待本地确认", _time),
        Setting("planning.night_to", "06:00", "time", "夜班统计的终点，待本地确认", _time),
        Setting("planning.night_hours", "4", "hours", "夜间满几小时算一个夜班，待本地确认", _whole(1, 24)),
        Setting("planning.weight_weekday", "2", "points", "平日班次均衡的分量，待本地确认", _whole(0, 1000)),
        Setting("planning.weight_weekend", "4", "points", "周末班次均衡的分量，待本地确认", _whole(0, 1000)),
        Setting("planning.weight_holiday", "8", "points", "节假日班次均衡的分量，待本地确认", _whole(0, 1000)),
        Setting("planning.weight_night", "2", "points", "夜班均衡的分量，待本地确认", _whole(0, 1000)),
        Setting("planning.weight_spacing", "3", "points", "班次拉开的分量，待本地确认", _whole(0, 1000)),
        Setting("planning.spacing_days", "3", "days", "几天之内再值班算过密，待本地确认", _whole(1, 14)),
        Setting("planning.weight_wish", "10", "points", "个人意愿的分量，待本地确认", _whole(0, 1000)),
        Setting("planning.weight_keep", "100", "points", "保留已发布排班的分量，待本地确认", _whole(0, 1000)),
        Setting("planning.effort", "2", "effort", "自动排班每月的计算量，待本地确认", _whole(1, 600)),
        Setting("attachment.max_megabytes", "20", "megabytes", "附件大小上限，待本地确认", _whole(1, 500)),
        Setting("report.day_from", "08:00", "time", "日报按值班日统计的常见做法，待本地确认", _time),
        Setting("print.issuer", "", "text", "落款单位，空则用单位名称，待本地确认", _maybe),
        *(Setting(f"print.title.{form}", "", "text", "本地单据标题，空则用程序标题", _maybe) for form in TITLED),
        Setting("report.style", "应急值班快报〔{年}〕第{号}期", "text", "常见文号样式，待本地确认", _style),
        Setting("report.own_approval", "no", "yes_no", "拟稿人不得自批，待本地确认", _yes_no),
        Setting("disk.caution", "2000", "megabytes", "空闲空间提醒，待本地确认", _whole(1, 10_000_000)),
        Setting("disk.fault", "200", "megabytes", "空闲空间告急，待本地确认", _whole(1, 10_000_000)),
        Setting("backup.keep", "14", "copies", "第二备份保留份数，待本地确认", _whole(2, 1000)),
        Setting("backup.max_age", "26", "hours", "每班交接备份一次，待本地确认", _whole(1, 10_000)),
        Setting("contacts.verify_days", "90", "days", "号码核实提醒，待本地确认", _whole(1, 3650)),
        Setting("stock.expiry_far", "90", "days", "到期提醒，待本地确认", _whole(1, 3650)),
        Setting("stock.expiry_near", "30", "days", "到期提醒，待本地确认", _whole(1, 3650)),
        Setting("stock.expiry_last", "7", "days", "到期告急，待本地确认", _whole(1, 3650)),
        Setting("stock.transit_hours", "6", "hours", "在途超时提醒，待本地确认", _whole(1, 720)),
        Setting("dispatch.terrain", "hill", "text", "行程估算的地形，待本地确认", _text),
        Setting("dispatch.load_minutes", "20", "minutes", "仓库装车时间，待本地实测", _whole(0, 1440)),
        Setting("dispatch.weight_elsewhere", "30", "minutes", "抽调他处队伍折算的分钟，待本地确认", _whole(0, 1440)),
        Setting("dispatch.effort", "5", "effort", "调度方案的计算量，待本地确认", _whole(1, 600)),
        Setting("shelter.low_days", "1", "days", "安置点饮水食品不足几天算缺，待本地确认", _whole(0, 30)),
        Setting("shelter.check_days", "365", "days", "避灾安置场所安全检查周期，待本地确认", _whole(1, 3650)),
        Setting("warning.cap_sender", "duty-console@example.invalid", "text", "预警文件的发布者标识，本地填写", _named),
        Setting("warning.cap_issuer", "", "text", "国家预警发布单位编码 14 位，空则用本地编号，本地填写", _issuer),
        Setting("warning.letter_schemes", "forest", "text", "三色预警有警示函和约谈函，代码待本地确认", _text),
        Setting("warning.most_parts", "10", "times", "一条短信最多拆分的条数，待本地确认", _whole(1, 50)),
        Setting("warning.send_minutes", "60", "minutes", "设备通道迟于此时不再发出，待本地确认", _whole(1, 1440)),
        Setting("warning.about_to_expire", "30", "minutes", "预警到期前提醒续发或解除，待本地确认", _whole(1, 1440)),
        Setting("warning.countersign_hours", "24", "hours", "紧急发布补审、电话补签的时限，待本地确认", _whole(1, 240)),
        Setting("alarm.unseen_1", "60", "seconds", "一级告警无人确认即升级，示例，待本地确认", _whole(10, 3600)),
        Setting("alarm.unseen_2", "180", "seconds", "二级告警无人确认即升级，示例，待本地确认", _whole(10, 3600)),
        Setting("alarm.unseen_3", "600", "seconds", "三级告警无人确认即升级，示例，待本地确认", _whole(10, 86_400)),
        Setting("alarm.review", "15", "minutes", "知悉后仍未处置的告警复看，示例，待本地确认", _whole(1, 1440)),
        Setting("alarm.storm", "10", "times", "一分钟内同一设备或地点的告警归并，示例，待本地确认", _whole(2, 1000)),
        Setting("alarm.nuisance", "5", "times", "一小时内同一点位反复告警归并，示例，待本地确认", _whole(2, 1000)),
        Setting("alarm.noise", "20", "times", "一小时内无法识别的数据算线路故障，示例，待本地确认", _whole(1, 10_000)),
        Setting("alarm.again", "60", "minutes", "已处置而仍超限的点位再次告警，示例，待本地确认", _whole(1, 1440)),
        Setting("alarm.lost", "60", "seconds", "通信中断多久算故障，示例，待本地确认", _whole(0, 3600)),
        Setting("alarm.slack", "2", "percent", "回到限值以内多少才算恢复，示例，待本地确认", _whole(0, 50)),
        Setting("call.missed", "60", "seconds", "本单位约定，待本地确认", _whole(10, 3600)),
        Setting("wall.turn", "20", "seconds", "大屏翻页间隔，待本地确认", _whole(5, 600)),
        Setting("wall.text", "28", "dots", "大屏最小字高，待本地目测", _whole(28, 96)),
        Setting("sending.arm_seconds", "120", "seconds", "发声授权的有效时间，待本地确认", _whole(10, 900)),
        Setting("sending.valid_minutes", "60", "minutes", "发送排队最久多长时间，待本地确认", _whole(1, 1440)),
        Setting("sending.retries", "5", "times", "静默发送自动重试次数，待本地确认", _whole(0, 5)),
        Setting("sending.report_hours", "24", "hours", "等待送达回执的时间，待本地确认", _whole(1, 168)),
        Setting("sending.self_test", "06:30", "time", "设备每日自检时间，待本地确认", _time),
        Setting("account.password_min", "8", "characters", "口令最短长度，待本地确认", _whole(6, 64)),
    )
}


CHOSEN_FROM = {"duty.template": "templates", "dispatch.terrain": "terrains"}
"""Settings that hold the code of a row of a county's list."""


LOCAL_BASIS = "本地填写"
"""What a name or a title rests on where nobody says more: who fills it in is the one who knows."""

_TO_BE_CONFIRMED = "，待本地确认"


def needs_basis(key: str) -> bool:
    """Whether a change has to say what it rests on; what a place and its papers are called needs no document."""
    return key not in {"site.name", "print.issuer"} and not key.startswith("print.title.")


def confirmed_basis(basis: str) -> str:
    """What a shipped basis says once the county has confirmed it."""
    return basis.removesuffix(_TO_BE_CONFIRMED)


def checked_value(key: str, value: str) -> str:
    """The value without outer spaces; refuses an unknown key or a value without meaning."""
    setting = SETTINGS.get(key)
    if setting is None:
        raise Refused("no_such_setting", key=key)
    value = value.strip()
    if not setting.check(value):
        raise Refused("bad_setting", key=key, value=value)
    return value


def zone(value: str) -> ZoneInfo:
    """The station's zone, from the pinned tzdata."""
    return ZoneInfo(value)
