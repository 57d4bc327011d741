# Trellis as one image: the web process, the worker and the clock are the same code with another command (see compose.yaml).
FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.lock .
# Every package is checked against the hash that was reviewed.
RUN /opt/venv/bin/pip install --require-hashes -r requirements.lock

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=cms.settings.base \
    STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/media PRIVATE_ROOT=/srv/private
RUN useradd --create-home --uid 1000 trellis && mkdir -p /srv/media /srv/private && chown trellis /srv/media /srv/private
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY manage.py pyproject.toml ./
COPY cms cms
COPY learning learning
COPY mentorship mentorship
COPY templates templates
COPY static static
# Settings refuse to start without their values; collecting files needs none of these, and none of them stays in the image.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" ALLOWED_HOSTS=localhost BASE_URL=https://localhost \
    DATABASE_URL=sqlite:////tmp/none.sqlite3 EMAIL_URL=console: python manage.py collectstatic --noinput --verbosity 0
USER trellis
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}), timeout=4)"]
CMD ["gunicorn", "cms.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "8", "--access-logfile", "-"]
