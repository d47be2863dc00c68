"""Settings. Everything a bureau may change comes from the environment; the defaults are the safe ones."""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pysqlite3
from csp.constants import NONE, SELF
from environs import Env

# The SQLite of the system may be one that can corrupt a write-ahead log (fixed in 3.51.3): use our own.
sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

from qingyuan.kit.secrets import secret_key  # noqa: E402

env = Env()
PACKAGE = Path(__file__).resolve().parent.parent

DATA = Path(env.str("QINGYUAN_DATA", "var")).resolve()
DEBUG = False
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = env.list("QINGYUAN_HOSTS", ["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_FAILURE_VIEW = "qingyuan.kit.views.csrf_failure"
CSRF_TRUSTED_ORIGINS: list[str] = env.list("QINGYUAN_ORIGINS", [])
TRAIL_ORIGIN = env.str("QINGYUAN_ORIGIN", "qingyuan.local/trail")
BEHIND_TLS = env.bool("QINGYUAN_TLS", False)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "lucide",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "treebeard",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "qingyuan.kit",
    "qingyuan.trail",
    "qingyuan.org",
    "qingyuan.burden",
    "qingyuan.campaign",
    "qingyuan.matters",
    "qingyuan.ledger",
    "qingyuan.reports",
    "qingyuan.discipline",
    "qingyuan.inspection",
    "qingyuan.study",
    "qingyuan.resolutions",
    "qingyuan.publication",
    "qingyuan.portal",
    "qingyuan.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "qingyuan.org.middleware.SignedIn",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "qingyuan.site.urls"
WSGI_APPLICATION = "qingyuan.site.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["qingyuan.kit.templatetags.parts"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "qingyuan.org.middleware.who",
            ],
        },
    }
]

# Django draws inputs with ten small templates each; its own Jinja2 copies of them are several times as fast, and
# lists to choose from are drawn without any.
FORM_RENDERER = "qingyuan.kit.renderer.Renderer"

_url = env.str("DATABASE_URL", "")
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA}/qingyuan.sqlite3", conn_max_age=0)
    if _url
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA / "qingyuan.sqlite3"}
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A thread of the server keeps its connection (to open one costs SQLite as much as ten pages, and the last to close
# empties the log on disk); a thread that has nothing to do ends after half a minute, and its connection with it.
DATABASES["default"]["CONN_MAX_AGE"] = 600
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "org.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "qingyuan.org.passwords.Complex"},
    {"NAME": "qingyuan.org.passwords.NotUsedBefore"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username",)},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "org:sign_in"
LOGIN_REDIRECT_URL = "portal:home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "qingyuan.org.sign_in.locked_out"
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "qingyuan.org.sign_in.counted_under"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
# Of a failed attempt axes keeps the form as it was sent: all that people type into these stays out of it.
AXES_SENSITIVE_PARAMETERS = [
    *("username", "password", "code", "old", "new", "again", "next", "csrfmiddlewaretoken", "ip_address")
]
OTP_TOTP_ISSUER = "清源"
IDLE_MINUTES = 15
CALENDAR_SECONDS = env.int("QINGYUAN_CALENDAR_SECONDS", 30)  # how old the working calendar in memory may be
REPORT_BITS = env.int("QINGYUAN_REPORT_BITS", 17)  # proof of work before a report: half a second on a phone

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_SSL_REDIRECT = False
if env.bool("QINGYUAN_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "qingyuan_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("QINGYUAN_ZONE", "Asia/Shanghai")

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# A demo city lives in 2021: its clock starts at a moment there and runs on. Empty in a real bureau. The file
# that is built with a demo city says both: where its clock began, and at what real moment.
_start, _started = env.str("QINGYUAN_CLOCK", ""), env.str("QINGYUAN_CLOCK_SET", "")
if not _start and (DATA / "clock").is_file():
    _start, _started = (DATA / "clock").read_text().split()
CLOCK_OFFSET = timedelta(0)
if _start:
    _began = datetime.fromisoformat(_started) if _started else datetime.now(ZoneInfo("UTC"))
    CLOCK_OFFSET = datetime.fromisoformat(_start) - _began

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "qingyuan.site.logs.WithoutContent",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS = ["axes.W003", "axes.W006"]
