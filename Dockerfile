# The shop as it is deployed: no simulator, no tests, no build tools, nobody's root.
# Built and run by `docker compose up --build`; docs/deploying.md says what of it was never run.

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /venv
WORKDIR /shop
COPY requirements.txt .
RUN /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.txt
COPY . .
# Hashed names and compressed copies, made once. Placeholders: no secret is in a layer.
RUN SECRET_KEY=build FINTOC_SECRET_KEY=sk_test_build FINTOC_PUBLIC_KEY=pk_test_build \
    STATIC_ROOT=/static /venv/bin/python manage.py collectstatic --noinput \
 && /venv/bin/python -m pip uninstall --yes pip \
 && /venv/bin/python -m compileall -q /shop /venv

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin shop \
 && python -m pip uninstall --yes --root-user-action=ignore pip
COPY --from=build /venv /venv
COPY --from=build /static /static
COPY --from=build /shop /shop
RUN install --directory --owner shop /shop/var
WORKDIR /shop
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 STATIC_ROOT=/static
USER 10001
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--config", "deploy/gunicorn.py"]
