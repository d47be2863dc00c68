"""Full-text index over the search words, for each database in its own way; and the shipped categories.

Source of the categories: domain rules 2.2 (national list of chronic problems, public-security additions).
"""

from django.db import migrations

CATEGORIES = [
    ("interference", "违反防止干预司法“三个规定”", "Interference in cases (three rules)"),
    ("business", "违规经商办企业", "Doing business against the rules"),
    ("shareholding_lending", "违规参股借贷", "Shareholding and lending against the rules"),
    ("family_business", "配偶子女及其配偶违规从事经营活动", "Family business against the rules"),
    ("no_case_filing", "有案不立、压案不查、有罪不究", "Cases not filed or not pursued"),
    ("detention_execution", "违规违法减刑、假释、暂予监外执行", "Unlawful sentence reduction or release"),
    ("cross_region_enforcement", "违规异地执法办案", "Unlawful cross-region enforcement"),
    ("profit_driven_enforcement", "逐利性执法", "Profit-driven enforcement"),
    ("case_overdue", "案件办理超期", "Overdue cases"),
    ("property_in_case", "涉案财物管理不规范", "Property in cases"),
    ("data_query_misuse", "违规查询公民信息", "Misuse of data queries"),
    ("equipment_discipline", "枪车密网等装备纪律", "Guns, vehicles, secrets, network"),
    ("abuse_of_power", "滥用职权", "Abuse of power"),
    ("service_attitude", "服务态度和作风", "Service attitude and conduct"),
    ("formalism", "形式主义、官僚主义", "Formalism and bureaucratism"),
    ("other", "其他问题", "Other"),
]
OFF = {"detention_execution"}


def index_words(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in (
            "CREATE VIRTUAL TABLE matters_words USING fts5(grams, content='matters_text', "
            "content_rowid='matter_id', tokenize='unicode61', detail='full')",
            "CREATE TRIGGER matters_words_put AFTER INSERT ON matters_text BEGIN "
            "INSERT INTO matters_words(rowid, grams) VALUES (new.matter_id, new.grams); END",
            "CREATE TRIGGER matters_words_drop AFTER DELETE ON matters_text BEGIN "
            "INSERT INTO matters_words(matters_words, rowid, grams) VALUES ('delete', old.matter_id, old.grams); END",
            "CREATE TRIGGER matters_words_change AFTER UPDATE ON matters_text BEGIN "
            "INSERT INTO matters_words(matters_words, rowid, grams) VALUES ('delete', old.matter_id, old.grams); "
            "INSERT INTO matters_words(rowid, grams) VALUES (new.matter_id, new.grams); END",
        ):
            schema_editor.execute(statement)
    else:
        schema_editor.execute(
            "CREATE INDEX matters_words ON matters_text USING gin (to_tsvector('simple', grams))"
        )


def drop_words(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("put", "drop", "change"):
            schema_editor.execute(f"DROP TRIGGER matters_words_{verb}")
        schema_editor.execute("DROP TABLE matters_words")
    else:
        schema_editor.execute("DROP INDEX matters_words")


def ship_categories(apps, schema_editor):
    Category = apps.get_model("matters", "Category")
    Category.objects.bulk_create(
        Category(code=code, name=name, name_en=name_en, order=(n + 1) * 10, active=code not in OFF)
        for n, (code, name, name_en) in enumerate(CATEGORIES)
    )


class Migration(migrations.Migration):
    dependencies = [("matters", "0001_initial")]
    operations = [
        migrations.RunPython(index_words, drop_words),
        migrations.RunPython(ship_categories, migrations.RunPython.noop),
    ]
