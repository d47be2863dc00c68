"""Words that scripts say, in the language of the page."""

from django.utils.translation import gettext as _


def for_page() -> dict[str, str]:
    """By code; a script that lacks one says the code."""
    return {
        "sealing": _("正在浏览器中加密…"),
        "working": _("正在完成提交前的计算…"),
        "sending": _("正在提交…"),
        "attaching": _("正在提交附件 %s…"),
        "failed": _("没有提交成功，内容还在本页，可以再试。"),
        "network": _("网络不通，内容还在本页，请稍后再试。"),
        "attach_failed": _("附件 %s 没有提交成功，可以凭查询码再补充。"),
        "no_what": _("请写明反映的事情"),
        "no_name": _("实名举报请写姓名和联系电话；不愿写明可以匿名"),
        "too_few": _("目前保管身份信息的人不足两人，暂不能实名，请先匿名举报"),
        "too_long": _("内容太长，请分成几次补充"),
        "removed": _("已清除随文件隐藏的信息"),
        "nothing_removed": _("没有发现隐藏信息"),
        "cannot": _(
            "无法清除这个文件里的隐藏信息，提交后办理人员可能看到作者、地点、设备。可以去掉它，或改用截图。"
        ),
        "drop": _("去掉"),
        "too_many_files": _("最多五个附件"),
        "readers": _("只有这些岗位能够打开：%s"),
        "wrong_code": _("查询码不对，请核对：共十七个字母和数字"),
        "no_report": _("没有找到这个查询码对应的举报，请核对后再试"),
        "opening": _("正在打开…"),
        "reporter": _("我"),
        "me": _("举报人"),
        "handler": _("办理人员"),
        "file": _("附件"),
        "download": _("打开附件"),
        "broken": _("这一条无法打开"),
        "sent": _("已提交"),
        "empty": _("请先填写内容"),
        "insecure": _("当前网页不是安全连接，浏览器不能在本机加密。"),
        "no_key": _("这台电脑上没有您的密钥，请选择密钥文件"),
        "wrong_pass": _("口令不对，或者不是您的密钥"),
        "weak_pass": _("口令至少十二个字符"),
        "differ": _("两次输入的口令不一样"),
        "made": _("密钥已生成并登记。请保存密钥文件，妥善保管口令。"),
        "resealed": _("已为新的阅读人加密"),
        "nobody_new": _("没有需要加密的新阅读人"),
        "who": _("反映的人"),
        "what": _("反映的事情"),
        "when": _("时间"),
        "where": _("地点"),
        "names": _("姓名或职务"),
        "name": _("姓名"),
        "phone": _("联系电话"),
        "fingerprint_differs": _("与申请人新密钥的指纹不一致，没有交出；请向本人核对"),
        "said_first": _("请先填写本人读出的最后两组"),
        "share_given": _("已交出您的一份"),
        "joining": _("正在合成旧密钥…"),
        "wrong_shares": _("这些份额合不成您的旧密钥"),
        "resealing": _("正在重新加密：已完成 %s"),
        "resealed_all": _("已全部重新加密：%s"),
        "left_behind": _("规则今天不允许、没有加密的：%s"),
        "recovered": _(
            "旧密钥已恢复，举报已为新密钥加密。旧密钥保持停用，旧的恢复份额已删除；请为新密钥交出恢复份额。"
        ),
        "imported": _("密钥已放进这台电脑的浏览器"),
        "shares_kept": _("恢复份额已交给其他岗位保管"),
    }
