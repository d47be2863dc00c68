"""What the unit remembers of the lists that it imported: seen, and forgotten where it was wrong."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qingyuan.kit import clock
from qingyuan.ledger.queries.remembered import remembered_of
from qingyuan.ledger.rules.remembering import forget_header, forget_name
from qingyuan.ledger.views.found import Request
from qingyuan.org.api import needs


@needs("ledger.import")
@require_safe
def remembered(request: Request) -> HttpResponse:
    """Which columns and which words the unit has settled once for all lists alike."""
    return render(request, "ledger/remembered.html", {"kept": remembered_of(request.by, clock.now())})


@needs("ledger.import")
@require_POST
def forget_columns(request: Request, pk: int) -> HttpResponse:
    """Ask again when a list with this header comes."""
    forget_header(memory_id=pk, by=request.by, at=clock.now())
    messages.success(request, _("已删除。下次导入同样表头的表格时，会再问每一列是什么。"))
    return redirect("ledger:remembered")


@needs("ledger.import")
@require_POST
def forget_word(request: Request, pk: int) -> HttpResponse:
    """Ask again when this text comes."""
    forget_name(memory_id=pk, by=request.by, at=clock.now())
    messages.success(request, _("已删除。下次遇到这个写法时，会再问是哪一个。"))
    return redirect("ledger:remembered")
