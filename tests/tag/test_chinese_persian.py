"""Persons in Chinese, in simplified and traditional characters, and in Persian; and namesakes."""

from __future__ import annotations

import pytest

from streams.tag.traditional import traditional
from tests.tag.articles import bases, found


def persons(text: str, language: str) -> list[str]:
    """Give the persons named in a text, each mention, less the prefix of their ids."""
    actors = [actor for _, actor in found(text, language)]
    return [a.removeprefix("person:") for a in actors if a.startswith("person:")]


CHINESE = (
    (
        "俄罗斯总理米舒斯京当天会见了到访的塞尔维亚总统武契奇。",
        ["mikhail-mishustin", "aleksandar-vucic"],
    ),
    (
        "以色列国防部长加兰特说，军队已做好准备；国家安全部长本-格维尔反对停火。",
        ["yoav-gallant", "itamar-ben-gvir"],
    ),
    (
        "约旦外交大臣萨法迪与埃及外长阿卜杜勒阿提通电话，讨论加沙局势。",
        ["ayman-safadi", "badr-abdelatty"],
    ),
    (
        "乌克兰武装部队总司令瑟尔斯基和总统办公室主任叶尔马克前往前线。",
        ["oleksandr-syrskyi", "andriy-yermak"],
    ),
    (
        "玛丽亚·扎哈罗娃在记者会上回答提问。扎哈罗娃说，俄方不会改变立场。",
        ["maria-zakharova"] * 2,
    ),
    ("法国外长巴罗抵达贝鲁特。", ["jean-noel-barrot"]),
    ("黎巴嫩总理纳瓦夫·萨拉姆与议长贝里举行会谈。", ["nawaf-salam", "nabih-berri"]),
    ("沙特国防大臣哈立德·本·萨勒曼转达了国王萨勒曼的问候。", ["khalid-bin-salman", "king-salman"]),
    ("巴林王储兼首相萨勒曼与沙特王储兼首相穆罕默德举行会谈。", ["mohammed-bin-salman"]),
    ("巴西总统卢拉批评阿根廷总统米莱。", ["luiz-inacio-lula-da-silva", "javier-milei"]),
    (
        "也门胡塞武装领导人阿卜杜勒-马利克·胡塞发表讲话，总统领导委员会主席阿里米予以谴责。",
        ["abdul-malik-al-houthi", "rashad-al-alimi"],
    ),
    (
        "教皇利奥十四世在梵蒂冈会见裴凯儒和国际刑事法院检察官卡里姆·汗。",
        ["pope-leo-xiv", "geir-pedersen", "karim-khan"],
    ),
    (
        "土耳其前总理达武特奥卢支持克勒奇达尔奥卢，也到狱中看望埃克雷姆·伊马姆奥卢。",
        ["ahmet-davutoglu", "kemal-kilicdaroglu", "ekrem-imamoglu"],
    ),
    (
        "苏丹武装部队总司令布尔汉拒绝与快速支援部队领导人达加洛会面。",
        ["abdel-fattah-al-burhan", "mohamed-hamdan-dagalo"],
    ),
    (
        "印度外长苏杰生会见利比亚民族团结政府总理德拜巴。",
        ["subrahmanyam-jaishankar", "abdul-hamid-dbeibah"],
    ),
)


@pytest.mark.parametrize(("text", "named"), CHINESE)
def test_persons_in_chinese(text: str, named: list[str]) -> None:
    assert persons(text, "zh") == named


@pytest.mark.parametrize(("text", "named"), CHINESE)
def test_persons_in_traditional_characters(text: str, named: list[str]) -> None:
    assert persons(traditional(text), "zh") == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("法國總統馬克宏與烏克蘭總統澤倫斯基通話", ["emmanuel-macron", "volodymyr-zelensky"]),
        ("土耳其總統艾爾段會見俄羅斯總統普亭", ["recep-tayyip-erdogan", "vladimir-putin"]),
        ("英國首相施紀賢接替辛偉誠", ["keir-starmer", "rishi-sunak"]),
        ("俄羅斯外長拉夫羅夫會見哈坎·費丹", ["sergey-lavrov", "hakan-fidan"]),
    ],
)
def test_what_taiwan_and_hong_kong_write(text: str, named: list[str]) -> None:
    assert persons(text, "zh") == named


@pytest.mark.parametrize(
    "text",
    [
        "芭蕾舞演员斯韦特兰娜·扎哈罗娃在俄罗斯的最后一场演出",
        "作家卡尔·加兰特出生在以色列，后来移居法国",
        "加兰特去年搬到了多伦多",
        "法国召见美国大使查尔斯·库什纳，要求其作出解释",
        "俄罗斯网球选手达尼尔·梅德韦杰夫止步首轮",
        "导演詹姆斯·卡梅伦在英国完成了新片的拍摄",
        "画家莫迪利亚尼的作品在意大利展出",
        "坦桑尼亚达累斯萨拉姆大学的学生参加了活动",
        "纽约警方加强了特朗普大厦周围的安保",
        "梅拉尼娅·特朗普出席了在美国举行的儿童节活动",
        "普丁塞娃在比赛中先失一盘",
        "哈萨克斯坦纳扎尔巴耶夫大学公布了录取结果",
        "巴格达卡迪米亚区发生爆炸",
        "以色列雕塑家马克斯·卡茨的作品",
        "伊朗革命卫队总司令萨拉米在英国引发争议",
        "俄罗斯哈巴罗夫斯克的法国商人",
        "伊万卡·特朗普和伊凡卡·川普是同一人",
    ],
)
def test_namesakes_in_chinese(text: str) -> None:
    assert persons(text, "zh") == []
    assert persons(traditional(text), "zh") == []


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("夏尔·米歇尔会见米歇尔·巴尼耶。米歇尔说", ["夏尔·米歇尔", "米歇尔"]),
        ("德国外长海科·马斯会见托马斯和马斯克", ["海科·马斯", "马斯克"]),
        ("希拉里·克林顿和比尔·克林顿作证。克林顿说", ["希拉里·克林顿", "克林顿"]),
    ],
)
def test_a_dot_joins_a_surname_to_anothers_name(text: str, surfaces: list[str]) -> None:
    persons_named = [s for s, actor in found(text, "zh") if actor.startswith("person:")]
    assert persons_named == surfaces


def test_a_weak_surname_counts_beside_its_country_or_the_full_name() -> None:
    gallant = ("加兰特", "person:yoav-gallant", "alias")
    assert gallant not in bases("加兰特表示反对", "zh")
    assert gallant in bases("以色列防长加兰特表示反对", "zh")
    assert bases("约阿夫·加兰特辞职。加兰特表示反对", "zh")[-1] == gallant


def test_an_airport_in_traditional_characters_is_the_place() -> None:
    assert bases("專機抵達巴黎，法國總統到機場迎接", "zh")[0] == ("巴黎", "place:paris", "name")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            "ماریا زاخارووا، سخنگوی وزارت خارجه روسیه، گفت. زاخارووا افزود",
            ["maria-zakharova"] * 2,
        ),
        (
            "دیمیتری پسکوف سخنان دمیتری مدودف را تأیید کرد",
            ["dmitry-peskov", "dmitry-medvedev"],
        ),
        (
            "اکرم امام‌اوغلو با کمال قلیچدار اوغلو و احمد داوود اوغلو دیدار کرد",
            ["ekrem-imamoglu", "kemal-kilicdaroglu", "ahmet-davutoglu"],
        ),
        ("آنکارا خواستار استرداد فتح‌الله گولن بود", ["fethullah-gulen"]),
        (
            "ایتامار بن‌گویر و بتسلئیل اسموتریچ مخالفت کردند. بن‌گویر گفت",
            ["itamar-ben-gvir", "bezalel-smotrich", "itamar-ben-gvir"],
        ),
        (
            "ژان نوئل بارو با یوهان واده‌فول و دیوید لمی گفت‌وگو کرد",
            ["jean-noel-barrot", "johann-wadephul", "david-lammy"],
        ),
        (
            "فرانک-والتر اشتاین‌مایر میزبان آندژی دودا بود. اشتاینمایر گفت",
            ["frank-walter-steinmeier", "andrzej-duda", "frank-walter-steinmeier"],
        ),
        ("جی‌دی ونس و جرد کوشنر به تل‌آویو رفتند", ["jd-vance", "jared-kushner"]),
        (
            "عبدالفتاح البرهان و حمیدتی برای پایان جنگ مذاکره نکردند",
            ["abdel-fattah-al-burhan", "mohamed-hamdan-dagalo"],
        ),
        (
            "لی جائه میونگ و سانائه تاکائیچی با لی چیانگ دیدار کردند",
            ["lee-jae-myung", "sanae-takaichi", "li-qiang"],
        ),
        ("لوکاشنکو با الکساندر ووچیچ تلفنی صحبت کرد", ["alexander-lukashenko", "aleksandar-vucic"]),
        ("پاپ لئو چهاردهم با چارلز سوم دیدار کرد", ["pope-leo-xiv", "charles-iii"]),
    ],
)
def test_persons_in_persian(text: str, named: list[str]) -> None:
    assert persons(text, "fa") == named


@pytest.mark.parametrize(
    "text",
    [
        "موزه‌ای از دوران کریم خان زند در شیراز",
        "دفتر شرکت در خیابان کریم‌خان تهران است",
        "ایوانکا ترامپ و ملانیا ترامپ در مراسم بودند",
        "یک معلم و دو دانش‌آموز",
        "میشل بارنیه نخست‌وزیر فرانسه شد",
    ],
)
def test_namesakes_in_persian(text: str) -> None:
    assert persons(text, "fa") == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ولید معلم با یک معلم دیدار کرد", ["walid-muallem"]),
        ("شارل میشل با میشل بارنیه دیدار کرد", ["charles-michel"]),
        ("بشار اسد و ماهر اسد از دمشق رفتند", ["bashar-al-assad"]),
    ],
)
def test_a_surname_that_is_a_word_or_a_given_name_needs_more(text: str, named: list[str]) -> None:
    assert persons(text, "fa") == named


def test_a_persian_surname_is_no_word_of_an_arabic_article() -> None:
    assert persons("التقى نفتالي بينيت بنت الوزير", "ar") == ["naftali-bennett"]
