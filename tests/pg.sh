#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A private PostgreSQL for the tests: its own folder, its own socket, no network.
#
#   tests/pg.sh start DIR   makes and starts it in an empty or new DIR, prints the address for LUOSHI_TEST_PG
#   tests/pg.sh new URL     makes an empty database beside the one of URL, prints its address
#   tests/pg.sh stop DIR    stops it by its pid and removes DIR
#
# The server does not run as root; root becomes the user postgres, or nobody.
set -eu

[ $# -eq 2 ] || { sed -n '5,7s/^# *//p' "$0" >&2; exit 2; }
what=$1 dir=$2
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || echo /nowhere/x)")
[ -x "$bin/initdb" ] || { echo "tests/pg.sh: PostgreSQL's server is not installed" >&2; exit 1; }

as_user() {
	if [ "$(id -u)" -eq 0 ]; then
		user=postgres
		id "$user" >/dev/null 2>&1 || user=nobody
		setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups "$@"
	else
		"$@"
	fi
}

case $what in
start)
	mkdir -p "$dir"
	dir=$(cd "$dir" && pwd)
	[ -z "$(ls -A "$dir")" ] || { echo "tests/pg.sh: $dir is not empty" >&2; exit 1; }
	chmod 0700 "$dir"
	[ "$(id -u)" -ne 0 ] || chown "$(id postgres >/dev/null 2>&1 && echo postgres || echo nobody)" "$dir"
	cd /
	as_user "$bin/initdb" -D "$dir/data" -U luoshi --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$dir.log" 2>&1 ||
		{ cat "$dir.log" >&2; exit 1; }
	mv "$dir.log" "$dir/initdb.log"
	as_user "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -w -s \
		-o "-c listen_addresses='' -c unix_socket_directories='$dir' -c max_connections=100" start >&2
	echo "postgresql:///postgres?host=$dir&user=luoshi"
	;;
new)
	name=luoshi_$$_$(date +%s%N)
	"$bin/psql" -q -d "$2" -c "CREATE DATABASE $name" >&2
	echo "$2" | sed "s|^\(postgresql://[^/]*\)/[^?]*|\1/$name|"
	;;
stop)
	cd /
	as_user "$bin/pg_ctl" -D "$dir/data" -m immediate -w -s stop >&2
	rm -rf "$dir"
	;;
*)
	echo "tests/pg.sh: start, new or stop, not $what" >&2
	exit 2
	;;
esac
