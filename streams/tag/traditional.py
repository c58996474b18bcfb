"""Chinese names in traditional characters, made from the simplified ones that the files list.

Only what the names hold is in the table, and it gives the form that names have: 里 of 毛里求斯
and 范 of a surname stay. Where Taiwan and Hong Kong call someone otherwise (馬克宏 is 马克龙),
persons.yaml lists that.

Source: Unicode Unihan, kTraditionalVariant.
"""

from __future__ import annotations

from typing import Final

_SIMPLIFIED: Final = (
    "万与专业东丽义乌乔习书买亚众优会伦体储儿党兰关兹内冈军冯几凯划刚别办务动劳区华卢卫历厦参发叙叶号吕员团国图圣场坚处备奥娅"
    "学宁宫宾尔属岛峡币带库庞开强总悦战扬护报挝时晋机权条来杰构楼欧毕气汉汤泽济温湾爱玛盖砖粮红约级纳纽组织绍经统维缅罗联脱腊"
    "苏莱萨装观计让议诞诺调谋谢谭贝财货贸费贺贾赛赞辅输边达迈运进连逊邮银锡锦长门队际难韦韩顿领颇颠马鲁鲍鲜麦齐龙"
)
_TRADITIONAL: Final = (
    "萬與專業東麗義烏喬習書買亞眾優會倫體儲兒黨蘭關茲內岡軍馮幾凱劃剛別辦務動勞區華盧衛歷廈參發敘葉號呂員團國圖聖場堅處備奧婭"
    "學寧宮賓爾屬島峽幣帶庫龐開強總悅戰揚護報撾時晉機權條來傑構樓歐畢氣漢湯澤濟溫灣愛瑪蓋磚糧紅約級納紐組織紹經統維緬羅聯脫臘"
    "蘇萊薩裝觀計讓議誕諾調謀謝譚貝財貨貿費賀賈賽贊輔輸邊達邁運進連遜郵銀錫錦長門隊際難韋韓頓領頗顛馬魯鮑鮮麥齊龍"
)
_TABLE: Final = str.maketrans(_SIMPLIFIED, _TRADITIONAL)


def traditional(name: str) -> str:
    """Give a name in traditional characters; what is in them already stays."""
    return name.translate(_TABLE)
