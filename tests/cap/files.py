"""A message of a province, made up, for tests of what comes in."""

from __future__ import annotations

FORWARDED = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>99000041600000_20300812075500_0</identifier>
  <sender>province@example.invalid</sender>
  <sent>2030-08-12T07:55:00+08:00</sent>
  <status>Actual</status>
  <msgType>Alert</msgType>
  <scope>Public</scope>
  <info>
    <language>en</language>
    <category>Met</category>
    <event>Rainstorm</event>
    <urgency>Immediate</urgency>
    <severity>Severe</severity>
    <certainty>Likely</certainty>
    <expires>2030-08-12T14:00:00+08:00</expires>
    <headline>Rainstorm: orange warning</headline>
  </info>
  <info>
    <language>zh-CN</language>
    <category>Met</category>
    <event>暴雨</event>
    <urgency>Immediate</urgency>
    <severity>Severe</severity>
    <certainty>Likely</certainty>
    <onset>2030-08-12T09:00:00+08:00</onset>
    <expires>2030-08-12T14:00:00+08:00</expires>
    <senderName>示例省气象台</senderName>
    <headline>示例省气象台发布暴雨橙色预警</headline>
    <description>预计未来六小时有暴雨。</description>
    <instruction>注意防范。</instruction>
    <area>
      <areaDesc>例县 例东街道</areaDesc>
      <polygon>28.05,120.6 28.05,120.65 28.1,120.65 28.05,120.6</polygon>
      <circle>28.09,120.65 2.5</circle>
      <geocode><valueName>GB/T 2260</valueName><value>990101001000</value></geocode>
      <geocode><valueName>SAME</valueName><value>990101</value></geocode>
    </area>
  </info>
</alert>
"""


def following(kind: str, identifier: str, *references: str, **changes: str) -> str:
    """``FORWARDED`` as an Update or Cancel of the messages with these identifiers."""
    said = " ".join(f"province@example.invalid,{one},2030-08-12T07:55:00+08:00" for one in references)
    text = FORWARDED.replace("99000041600000_20300812075500_0", identifier)
    text = text.replace("<msgType>Alert", f"<msgType>{kind}")
    text = text.replace("</scope>", f"</scope><references>{said}</references>")
    for old, new in changes.items():
        text = text.replace(old, new)
    return text
