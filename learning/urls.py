"""The addresses of learning, beside the lesson and track pages of the tree."""

app_name = "learning"

urlpatterns: list = []
