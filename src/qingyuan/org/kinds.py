"""Closed vocabularies of the organisation, the official term beside each."""

from enum import StrEnum


class Level(StrEnum):
    """Level of a unit in the public-security system."""

    MINISTRY = "ministry"  # 公安部
    PROVINCE = "province"  # 公安厅
    CITY = "city"  # 市公安局及局属单位
    COUNTY = "county"  # 县公安局、分局
    STATION = "station"  # 派出所、所队


class Category(StrEnum):
    """Category of personnel."""

    POLICE = "police"  # 民警
    AUXILIARY = "auxiliary"  # 辅警
    CIVILIAN = "civilian"  # 文职及其他人员


class Rank(StrEnum):
    """Rank group, the only grouping by which figures about people are shown."""

    LEADER = "leader"  # 院局领导、县级干部
    MIDDLE = "middle"  # 中层干部
    OFFICER = "officer"  # 基层民警


class Role(StrEnum):
    """Roles, held at a unit over time. None can do everything; the three administrators stand apart."""

    CAMPAIGN_OFFICE = "campaign_office"  # 教育整顿办公室
    UNIT_HEAD = "unit_head"  # 单位主要负责人
    CLERK = "clerk"  # 文秘、内勤
    BRANCH_SECRETARY = "branch_secretary"  # 党支部书记
    OFFICER = "officer"  # 民警、辅警
    DISCIPLINE = "discipline"  # 纪检监察、督察
    LEGAL = "legal"  # 法制
    GUIDANCE = "guidance"  # 上级指导组（只读）
    SYSTEM_ADMIN = "system_admin"  # 系统管理员
    SECURITY_ADMIN = "security_admin"  # 安全管理员
    AUDIT_ADMIN = "audit_admin"  # 审计管理员


class DutyKind(StrEnum):
    """What takes a person away from other work. Why somebody is on leave is nobody's business here."""

    DUTY = "duty"  # 值班、备勤、带班
    TRAINING = "training"  # 脱产培训
    ERRAND = "errand"  # 出差、外派
    LEAVE = "leave"  # 休假


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


class Reach(StrEnum):
    """How far a permission goes for the one who holds it through a role."""

    OWN = "own"  # what is his own: he is the responsible person
    UNIT = "unit"  # the unit where he holds the role and everything below it
    BUREAU = (
        "bureau"  # the whole bureau, for who holds the role at its top: code tables, the calendar, the record
    )
