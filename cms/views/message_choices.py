"""Which letters a member wants: the page of one's account, and the address in each letter that needs no signing in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms import emails, unsubscribing
from cms.forms.messages import MessagesForm
from cms.services import message_choices


@login_required
def choices(request: HttpRequest) -> HttpResponse:
    """Show and change which letters I want."""
    topics, declined = emails.topics(), message_choices.declined(member=request.user)
    form = MessagesForm(request.POST or None, topics=topics, declined=declined)
    if request.method == "POST" and form.is_valid():
        message_choices.keep(member=request.user, shown=topics, wanted=form.topics)
        messages.success(request, _("Saved. It holds for every letter that has not gone out yet."))
        return redirect("cms:message-choices")
    return render(request, "cms/message_choices.html", {"form": form})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, decline on POST, also when a mail program posts by itself (RFC 8058); the token says for whom.

    It asks for no other token: whoever has the address may do this one thing, and mail programs have no cookie.
    """
    known = unsubscribing.read(token)
    if known is None:
        raise Http404
    member, topic = known
    if request.method == "POST":
        message_choices.decline(member=member, topic=topic)
    done = topic in message_choices.declined(member=member)
    response = render(request, "cms/unsubscribe.html", {"topic": topic, "done": done})
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
