"""Contents page of the room."""

from django.urls import path

from qingyuan.publication.views import acts, answers, bulletin, bulletins, handling, weekly

app_name = "publication"
urlpatterns = [
    path("", bulletins.bulletins, name="bulletins"),
    path("draft/", bulletins.draft, name="draft"),
    path("<int:pk>/", bulletin.bulletin, name="bulletin"),
    path("<int:pk>/change/", bulletin.change, name="change"),
    path("<int:pk>/word/", bulletin.word, name="word"),
    path("<int:pk>/pdf/", bulletin.pdf, name="pdf"),
    path("<int:pk>/file/", bulletin.upload, name="upload"),
    path("<int:pk>/file/remove/", acts.remove_file, name="remove_file"),
    path("<int:pk>/items/<int:item_pk>/include/", acts.include, name="include"),
    path("<int:pk>/items/<int:item_pk>/leave-out/", acts.leave_out, name="leave_out"),
    path("<int:pk>/items/<int:item_pk>/object/", acts.object_to, name="object"),
    path("<int:pk>/objections/<int:objection_pk>/answer/", acts.answer, name="answer"),
    path("<int:pk>/outcomes/", acts.record_outcome, name="record_outcome"),
    path("<int:pk>/outcomes/<int:outcome_pk>/decide/", acts.decide_outcome, name="decide_outcome"),
    path("<int:pk>/outcomes/<int:outcome_pk>/remove/", acts.remove_outcome, name="remove_outcome"),
    path("<int:pk>/issue/", acts.issue, name="issue"),
    path("<int:pk>/withdraw/", acts.withdraw, name="withdraw"),
    path("<int:pk>/discard/", acts.discard, name="discard"),
    path("public/", answers.public_answers, name="public"),
    path("answers/", answers.desk, name="answers"),
    path("answers/matters/<int:pk>/", answers.draft, name="draft_answer"),
    path("answers/<int:pk>/publish/", answers.publish, name="publish_answer"),
    path("answers/<int:pk>/withdraw/", answers.withdraw, name="withdraw_answer"),
    path("orphans/", handling.orphans, name="orphans"),
    path("orphans/<int:pk>/outcomes/", handling.handle, name="handle"),
    path("orphans/<int:pk>/outcomes/<int:handled_pk>/remove/", handling.unhandle, name="unhandle"),
    path("weekly/", weekly.weekly, name="weekly"),
    path("weekly/word/", weekly.word, name="weekly_word"),
    path("weekly/pdf/", weekly.pdf, name="weekly_pdf"),
    path("weekly/issue/", weekly.issue, name="issue_weekly"),
]
