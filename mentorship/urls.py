"""The addresses of mentoring."""

app_name = "mentorship"

urlpatterns: list = []
