"""Contents page of the organisation."""

from django.urls import path

from qingyuan.org.views import accounts, duty, own, people, roster, settings, sign_in, units

app_name = "org"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign_in_code"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("me/", own.own, name="own"),
    path("me/password/", own.password, name="password"),
    path("me/second-factor/", own.second_factor, name="second_factor"),
    path("me/second-factor/qr.svg", own.second_factor_image, name="second_factor_image"),
    path("units/", units.units, name="units"),
    path("units/suggest/", units.suggest, name="suggest"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/add/", units.add, name="add_unit"),
    path("units/<int:pk>/rename/", units.rename, name="rename_unit"),
    path("units/<int:pk>/move/", units.move, name="move_unit"),
    path("units/<int:pk>/branches/add/", units.add_branch, name="add_branch"),
    path("units/<int:pk>/people/add/", people.add, name="add_person"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/change/", people.change, name="change_person"),
    path("people/<int:pk>/transfer/", people.transfer, name="transfer"),
    path("people/<int:pk>/appoint/", people.appoint, name="appoint"),
    path("roles/<int:pk>/dismiss/", people.dismiss, name="dismiss"),
    path("roster/", roster.roster, name="roster"),
    path("duty/", duty.duty, name="duty"),
    path("duty/take/", duty.take, name="take_duty"),
    path("duty/<int:pk>/remove/", duty.remove, name="remove_duty"),
    path("units/<int:pk>/duty/add/", duty.add, name="add_duty"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/open/", accounts.open_account, name="open_account"),
    path("accounts/<int:pk>/close/", accounts.close, name="close_account"),
    path("accounts/<int:pk>/reset/", accounts.reset_password, name="reset_password"),
    path("accounts/<int:pk>/unlock/", accounts.unlock, name="unlock_account"),
    path("accounts/<int:pk>/second-factor/reset/", accounts.reset_second_factor, name="reset_second_factor"),
    path("security/", accounts.security, name="security"),
    path("settings/", settings.settings, name="settings"),
    path("calendar/", accounts.calendar, name="calendar"),
    path("calendar/<int:pk>/forget/", accounts.forget_day, name="forget_day"),
]
