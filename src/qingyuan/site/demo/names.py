"""Invented names: of people, stations and squads. Whoever bears one of them is meant by accident."""

import random

SURNAMES = (
    "贺沈陆顾江罗韩裴岑冉蔺翟靳费邵祁桑欧尹翁甄阮柏喻粟窦晏鄢褚闵衡郜茅庞霍虞鲍卓隗席简荀莫尚庄池冀骆麦秋梅向温单牧寇荆"
    "云焦辛仇瞿阎蓝穆滕覃谷连巩牟时充应宗包左石崔吉钮龚程邢滑"
)
FIRST = "维闻行以青若清正景望怀长思明晓承启云书弘博允嘉子文立安海远星林知秉彦振绍修克少令亦希雨"
SECOND = "桢道之宁野岚平川原舟谦衡砚岳然舒峤轩彬航澄楠松瑜珂朔序彤泽晖霖绪钧琛越恒昱柯毅翊"

STATIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "990101": (
        ("清溪路派出所", "Qingxi Road Police Station"),
        ("望河派出所", "Wanghe Police Station"),
        ("柳园派出所", "Liuyuan Police Station"),
        ("东津派出所", "Dongjin Police Station"),
    ),
    "990102": (
        ("川阳派出所", "Chuanyang Police Station"),
        ("石桥派出所", "Shiqiao Police Station"),
        ("南郭派出所", "Nanguo Police Station"),
        ("青云派出所", "Qingyun Police Station"),
    ),
    "990103": (
        ("原上派出所", "Yuanshang Police Station"),
        ("老窑派出所", "Laoyao Police Station"),
        ("榆林街派出所", "Yulin Street Police Station"),
        ("邵家桥派出所", "Shaojiaqiao Police Station"),
    ),
    "990121": (
        ("临漕城关派出所", "Lincao Town Police Station"),
        ("漕湾派出所", "Caowan Police Station"),
        ("杜渡派出所", "Dudu Police Station"),
        ("王庄集派出所", "Wangzhuangji Police Station"),
    ),
    "990122": (
        ("舞川城关派出所", "Wuchuan Town Police Station"),
        ("莲池派出所", "Lianchi Police Station"),
        ("孟岭派出所", "Mengling Police Station"),
        ("北泉派出所", "Beiquan Police Station"),
    ),
    "990171": (
        ("星港路派出所", "Xinggang Road Police Station"),
        ("纬二路派出所", "Weier Road Police Station"),
        ("科创园派出所", "Innovation Park Police Station"),
        ("双湖派出所", "Shuanghu Police Station"),
    ),
}

SHORT = {
    "经济技术开发区分局": "经开区分局",
    "临漕县公安局": "临漕县局",
    "舞川县公安局": "舞川县局",
    "出入境管理支队": "出入境支队",
    "情报指挥中心": "指挥中心",
    "大数据管理支队": "大数据支队",
    "警察训练支队(警校)": "训练支队",
    "新闻宣传中心": "宣传中心",
}

SQUADS_OF_COUNTY = ("刑侦大队", "治安大队", "经侦大队", "法制大队", "交警大队", "禁毒大队", "办证大厅")
SQUADS = ("一大队", "二大队", "三大队", "四大队")


def people(dice: random.Random, number: int) -> list[str]:
    """So many different names."""
    every = [
        surname + first + second
        for surname in SURNAMES
        for first in FIRST
        for second in SECOND
        if first != second
    ]
    return dice.sample(every, number)
