"""The names of months as datelines, feeds and pages write them, in the languages read."""

from __future__ import annotations

from typing import Final

STARTS: Final = """\
jan,ian,ene,gen,oca,янв,яну,јан,січ,sty,ιαν,ינו,ينا,جانفي,كانون الثاني,ژانویه
feb,fév,fev,şub,фев,лют,lut,φεβ,פבר,فبر,فيفري,شباط,فوریه
mar,mär,mrz,mrt,már,maa,мар,бер,μαρ,μάρ,מרץ,مار,آذار,اذار
apr,ápr,avr,abr,nis,апр,кві,kwi,απρ,אפר,أبر,ابر,أفريل,افريل,نيسان,آوریل
may,mai,maj,mag,mei,мая,май,мај,máj,тра,μαΐ,μάι,מאי,ماي,أيار,ايار
jun,jún,iun,juin,giu,haz,июн,юни,јун,чер,cze,ιουν,יונ,يون,حزيران,جوان,ژوئن
jul,júl,iul,juil,lug,tem,июл,юли,јул,лип,lip,ιουλ,יול,يول,تموز,جويلي,ژوئیه
aug,avg,aoû,aou,ago,agu,ağu,авг,сер,sie,αυγ,אוג,أغس,اغس,أوت,اوت,آب ,غشت
sep,sze,set,eyl,сен,вер,wrz,σεπ,ספט,سبت,شتنبر,أيلول,ايلول,سپتامبر
oct,okt,ott,out,eki,окт,жов,paź,οκτ,אוק,أكت,اكت,تشرين الأول,تشرين الاول,اکتبر
nov,noi,kas,ноя,ное,лис,lis,νοε,נוב,نوف,نونبر,تشرين الثاني,نوامبر
dec,dez,déc,dic,des,ara,дек,дец,гру,gru,δεκ,דצמ,ديس,دجنبر,كانون الأول,كانون الاول,دسامبر
"""
"""How months begin in en es it tr ru uk de fr nl pt pl id el he ar fa bg sr ro hu, in Arabic also
of the Levant and the Maghreb; the longest first where they are alike. A space ends a name that
another begins with."""

MONTHS: Final = tuple(tuple(line.split(",")) for line in STARTS.splitlines())
EN_MONTHS: Final = tuple(names[0].capitalize() for names in MONTHS)


def month_number(name: str) -> int | None:
    """Give the number of the month that `name` begins like: 3 for "Mär" and "марта"."""
    word = f"{name.casefold()} "
    return next((at for at, starts in enumerate(MONTHS, start=1) if word.startswith(starts)), None)
