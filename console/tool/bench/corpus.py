"""Texts like those of a duty log, from a seed: Chinese with places, people, numbers and some Latin; 45 characters."""

from __future__ import annotations

import random

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文海波斌鹏辉雪梅琳晨宇浩然轩欣怡佳俊峰博"
_BEFORE = "东西南北上下前后大小新老石柳溪龙凤金银青白黄红江河湖海山林松竹梅杏桃云雨雪风月星平安和兴永长"
_AFTER = "村镇乡坞坪岙塘堰桥埠浦湾渡岭沟峪"
_WHAT = (
    *("山塘水位上涨", "山体裂缝", "道路塌陷", "停电", "内涝积水", "树木倒伏", "燃气泄漏", "人员被困", "群众求助"),
    *("火情", "交通事故", "通信中断", "危房漏雨", "渔船未回港", "泵站故障", "河堤渗水", "例行试通", "设备告警"),
)
_DONE = (
    *("已派人核实", "正在赶赴现场", "到达现场", "请求增援", "现场已控制", "已转移群众", "通知带班领导", "报县防指"),
    *("要求每半小时报一次", "等待批示", "恢复供电", "设置警戒线", "调拨沙袋", "继续监测", "电话无人接听", "已记录"),
)
_LATIN = (
    "Unit {} en route",
    "pump {} started",
    "ETA {} min",
    "radio check OK",
    "gas sensor {} ppm",
    "line {} restored",
)
_RARE = "砚磬榫铩罡氆璎珞魍饕貔麒𬭩䶮"


class Corpus:
    """An endless row of texts; the same seed gives the same row."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def text(self) -> str:
        """One line as an officer would write it."""
        pick = self._random
        number = pick.randrange(1, 400)
        made = f"{self._name()}报{self._village()}{number}号{pick.choice(_WHAT)}，{pick.choice(_DONE)}"
        chance = pick.random()
        if chance < 0.4:
            made += f"，水位 {number / 10} m，{self._village()}{pick.choice(_DONE)}"
        elif chance > 0.7:
            made += f"。{pick.choice(_LATIN).format(number)}"
        else:
            made += f"，{self._village()}{pick.choice(_WHAT)}，{pick.choice(_DONE)}"
        if pick.random() < 0.002:
            made += f"，在{pick.choice(_RARE)}{pick.choice(_AFTER)}附近"
        return made

    def place(self) -> str:
        """The place field: filled in every third line."""
        return self._village() if self._random.random() < 0.33 else ""

    def person(self) -> str:
        """The person field: filled in every third line."""
        return self._name() if self._random.random() < 0.33 else ""

    def _name(self) -> str:
        return f"{self._random.choice(_SURNAMES)}例{self._random.choice(_GIVEN)}"

    def _village(self) -> str:
        pick = self._random.choice
        return pick(_BEFORE) + pick(_BEFORE) + pick(_AFTER)
