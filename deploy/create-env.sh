#!/bin/sh
# Creates deploy/.env from compose.env.example, with the given name, the addresses of this computer and new secrets:
#   sh deploy/create-env.sh lectern.example.org
set -eu
host=${1:?'usage: create-env.sh <name> [<address in the internet>]'}
cd "$(dirname "$0")"
address=$(ip -4 route get 192.0.2.1 | sed -n 's/.* src \([0-9.]*\).*/\1/p')
# The name leads to the address in the internet.
public=${2:-$(getent ahostsv4 "$host" | sed -n '1s/ .*//p')}
if [ -z "$public" ]; then
  echo "create-env.sh: $host has no IPv4 address; add it to the DNS, or give the address as the second argument" >&2
  exit 1
fi
fill_in() {
  while read -r line; do
    case $line in
      HOST=*) echo "HOST=$host" ;;
      PUBLIC_ADDRESS=*) echo "PUBLIC_ADDRESS=$public" ;;
      LOCAL_ADDRESS=*) echo "LOCAL_ADDRESS=$address" ;;
      *=) echo "$line$(openssl rand -hex 32)" ;;
      *) echo "$line" ;;
    esac
  done
}
# Only this user can read the secrets, and those that exist are not replaced.
umask 077
set -o noclobber
fill_in < compose.env.example > .env
echo "deploy/.env is ready: people will open https://$host, and media uses the address $public."
