#!/bin/sh
# Makes what docker-compose.yml reads: one file of settings for each service under var/compose, with random secrets.
# Files that exist are left as they are. BASE_URL=https://… in the environment makes it a production house.
set -eu
cd "$(dirname "$0")/.."
. setup/say.sh
command -v openssl >/dev/null 2>&1 || stop "openssl is needed to make the keys: apt-get install openssl"
home=var/compose
if [ -e "$home/postgres.env" ]; then
    say "$home is there; nothing was changed"
    exit 0
fi
umask 077
mkdir -p "$home"

random() { openssl rand -hex 32; }
hex_of_last_32() { tail -c 32 | od -An -v -tx1 | tr -d ' \n'; }

base=${BASE_URL:-http://127.0.0.1:8000}
case "$base" in https://*) env=production ;; *) env=demo ;; esac
owner=$(random) app=$(random) platform=$(random) backup=$(random)
access=$(openssl rand -hex 10) secret=$(random)
openssl genpkey -algorithm X25519 -outform DER -out "$home/closing.der" 2>/dev/null
closing=$(hex_of_last_32 <"$home/closing.der")
closing_public=$(openssl pkey -inform DER -in "$home/closing.der" -pubout -outform DER | hex_of_last_32)
rm "$home/closing.der"
at() { printf 'postgresql://recourse_%s:%s@postgres:5432/recourse' "$1" "$2"; }

cat >"$home/web.env" <<END
RECOURSE_ENV=$env
BASE_URL=$base
DATABASE_URL=$(at app "$app")
PLATFORM_URL=$(at platform "$platform")
S3_ENDPOINT=http://objects:8333
S3_ACCESS_KEY=$access
S3_SECRET_KEY=$secret
RECOURSE_KEY=$(random)
RECOURSE_LASTING_KEY=$(random)$(random)
CLOSING_PUBLIC_KEY=$closing_public
SMTP_URL=smtp://mail:1025
CLAMD_ADDRESS=clamd:3310
END
echo "CLOSING_KEY=$closing" >"$home/worker.env"
printf 'MIGRATIONS_URL=%s\nBACKUP_URL=%s\n' "$(at owner "$owner")" "$(at backup "$backup")" >"$home/migrate.env"
echo "WEED_S3_SSE_KEK=$(random)" >"$home/objects.env"
cat >"$home/s3.json" <<END
{"identities":[{"name":"recourse","credentials":[{"accessKey":"$access","secretKey":"$secret"}],"actions":["Admin"]}]}
END
# A file secret keeps its owner and mode: the service that reads it runs as 10001.
if [ "$(id -u)" = 0 ]; then chown 10001 "$home/s3.json"; else chmod 0644 "$home/s3.json"; chmod 0711 "$home"; fi
cat >"$home/postgres.env" <<END
POSTGRES_PASSWORD=$(random)
RECOURSE_OWNER_PASSWORD=$owner
RECOURSE_APP_PASSWORD=$app
RECOURSE_PLATFORM_PASSWORD=$platform
RECOURSE_BACKUP_PASSWORD=$backup
END
say "secrets for a $env house are in $home; keep a copy of web.env and worker.env apart from every backup"
say "now: docker compose up --build --detach --wait"
